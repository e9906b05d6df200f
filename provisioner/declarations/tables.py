"""A paper case that answers clauses of the form anew: consents given or withdrawn, a new Regulamin accepted (R2)."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from provisioner.accounts.rules import ENDED
from provisioner.accounts.tables import Account
from provisioner.applications.rules import Answer, ClauseMark, hindrances
from provisioner.cases.hindrances import Hindrance
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.database.columns import Base, Utc, choice
from provisioner.database.data import Basis, Kept, Purpose, data
from provisioner.declarations.rules import DeclarationHindrance, DeclarationKind
from provisioner.forms.tables import Clause, FormEdition


def _superseded(account_id: Any, edition_id: Any) -> sa.ColumnElement[bool]:
    """Whether the account has accepted a newer edition; by names, because the table is only being declared here."""
    later = sa.table(
        "declaration", sa.column("id", sa.Uuid), sa.column("account_id", sa.Uuid), sa.column("kind", sa.String),
        sa.column("edition_id", sa.Integer),
    ).alias("accepted")  # fmt: skip
    case, theirs, own = Case.__table__.alias(), FormEdition.__table__.alias(), FormEdition.__table__.alias()
    return (
        sa.select(later.c.id)
        .join(case, case.c.id == later.c.id)
        .join(theirs, theirs.c.id == later.c.edition_id)
        .join(own, own.c.id == edition_id)
        .where(later.c.account_id == account_id, later.c.kind == DeclarationKind.REGULAMIN.value)
        .where(case.c.status == CaseStatus.APPROVED, theirs.c.valid_from > own.c.valid_from)
        .exists()
    )


class Declaration(Case):
    """One signed paper about an account: of consents it answers those that change, of a Regulamin the whole form."""

    __tablename__ = "declaration"
    __data__: ClassVar = data(
        Purpose.APPLICATION, Basis.DUTY, Kept.CASE, of="id account_id",
        facts="kind signed",
        technical="id account_id edition_id",
    )  # fmt: skip
    __mapper_args__: Any = {"polymorphic_identity": "declare", "polymorphic_load": "inline"}  # noqa: RUF012

    id: Mapped[UUID] = mapped_column(sa.ForeignKey("paper_case.id"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"), index=True)
    kind: Mapped[DeclarationKind] = mapped_column(choice(DeclarationKind, "kind"))
    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("form_edition.id"))
    signed: Mapped[bool]

    superseded: Mapped[bool] = column_property(_superseded(account_id.column, edition_id.column))  # type: ignore[attr-defined]
    """Whether the customer has accepted a newer edition: what this one asks counts no more."""
    account: Mapped[Account] = relationship(lazy="joined")
    edition: Mapped[FormEdition] = relationship(lazy="joined")
    answers: Mapped[list["DeclaredAnswer"]] = relationship(cascade="all, delete-orphan", lazy="selectin")

    def hindrances(self, on: date) -> list[Hindrance]:
        """What makes approving impossible: clauses and signature, an account that is gone, then as any case (P7)."""
        found = {
            DeclarationHindrance.SUPERSEDED: self.superseded,
            DeclarationHindrance.ACCOUNT_ENDED: self.account.status in ENDED,
        }
        return [
            *self._of_the_form(),
            *(Hindrance(kind) for kind, holds in found.items() if holds),
            *super().hindrances(on),
        ]

    def _of_the_form(self) -> list[Hindrance]:
        if self.kind is DeclarationKind.REGULAMIN:
            marks = [ClauseMark(one.clause.number, one.clause.required, one.answer) for one in self.answers]
            return hindrances(marks, regulamin_signed=self.signed)
        return [] if self.signed else [Hindrance(DeclarationHindrance.UNSIGNED)]


class RegulaminCall(Base):
    """That a customer is asked by mail to accept an edition's Regulamin; nobody is asked twice for one edition."""

    __tablename__ = "regulamin_call"
    __data__: ClassVar = data(
        Purpose.ACCOUNT, Basis.CONTRACT, Kept.CASE, of="account_id",
        facts="asked_at",
        staff="asked_by",
        technical="id account_id edition_id",
    )  # fmt: skip
    __table_args__: Any = (sa.UniqueConstraint("account_id", "edition_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("form_edition.id"))
    asked_at: Mapped[datetime] = mapped_column(Utc)
    asked_by: Mapped[UUID] = mapped_column(sa.ForeignKey("staff_member.id"))


class DeclaredAnswer(Base):
    """What the paper says beside one clause."""

    __tablename__ = "declared_answer"
    __data__: ClassVar = data(
        Purpose.APPLICATION, Basis.DUTY, Kept.CASE, of="declaration_id",
        facts="answer",
        technical="declaration_id clause_id",
    )  # fmt: skip

    declaration_id: Mapped[UUID] = mapped_column(sa.ForeignKey("declaration.id"), primary_key=True)
    clause_id: Mapped[int] = mapped_column(sa.ForeignKey("clause.id"), primary_key=True)
    answer: Mapped[Answer] = mapped_column(choice(Answer, "answer"))

    clause: Mapped[Clause] = relationship(lazy="joined")
