"""A paper case that answers clauses of the form anew: consents given or withdrawn, a new Regulamin accepted (R2)."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from provisioner.accounts.rules import ENDED
from provisioner.accounts.tables import Account
from provisioner.applications.rules import Answer, ClauseMark, hindrances
from provisioner.cases.hindrances import Hindrance
from provisioner.cases.tables import Case
from provisioner.database.columns import Base, Utc, choice
from provisioner.database.data import Basis, Kept, Purpose, data
from provisioner.declarations.rules import DeclarationHindrance, DeclarationKind
from provisioner.forms.tables import Clause, FormEdition


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

    account: Mapped[Account] = relationship(lazy="joined")
    edition: Mapped[FormEdition] = relationship(lazy="joined")
    answers: Mapped[list["DeclaredAnswer"]] = relationship(cascade="all, delete-orphan", lazy="selectin")

    def hindrances(self, on: date) -> list[Hindrance]:
        """What makes approving impossible: clauses and signature, an account that is gone, then as any case (P7)."""
        ended = [Hindrance(DeclarationHindrance.ACCOUNT_ENDED)] if self.account.status in ENDED else []
        return [*self._of_the_form(), *ended, *super().hindrances(on)]

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
