"""A paper case that asks for an account: who the customer is and what was answered to each clause."""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, aliased, column_property, mapped_column, relationship

from provisioner.accounts.mandates.rules import is_over
from provisioner.accounts.rules import SETTLED
from provisioner.accounts.tables import Account
from provisioner.applications.rules import (
    Answer,
    ClauseMark,
    CustomerKind,
    FiledBy,
    FormHindrance,
    ProofKind,
    hindrances,
)
from provisioner.cases.hindrances import Hindrance
from provisioner.cases.signatory import Signatory
from provisioner.cases.tables import Case
from provisioner.database.columns import Base, choice
from provisioner.database.data import Basis, Kept, Purpose, data
from provisioner.forms.tables import Clause, FormEdition
from provisioner.mail.language import Language

PESEL = "pesel"
"""The sealed field by which natural persons are told apart."""


def _other_owner() -> sa.ColumnElement[bool]:
    """Asked by the number of the paper, which has an index; an account keeps the number it was opened with.

    Who bears the name of one account of it owns the others of that owner too, under whatever name.
    """
    mine, theirs = Case.__table__.c, Case.__table__.alias()
    former: type[Account] = aliased(Account)
    own = Account.__table__.alias().c
    owns = sa.select(own.owner_key).where(own.customer_number == mine.customer_number, own.name_key == mine.name_key)
    # Written out: told each time, they would keep PostgreSQL from using one plan of these many joins for every page.
    settled: sa.BindParameter[Any] = sa.bindparam(None, sorted(SETTLED), expanding=True, literal_execute=True)
    found = sa.select(former.id).join(theirs, theirs.c.id == former.case_id)
    return (
        found.where(theirs.c.customer_number == mine.customer_number, theirs.c.id != mine.id)
        .where(former.name_key != mine.name_key, former.status.not_in(settled))
        .where(former.owner_key.not_in(owns.correlate(Case.__table__)))
        .correlate(Case.__table__)
        .exists()
    )


class Application(Case):
    """One signed paper application for an account (R1, R2)."""

    __tablename__ = "application"
    __data__: ClassVar = data(
        Purpose.APPLICATION, Basis.CONTRACT, Kept.CASE, of="id",
        identity="first_name last_name company_name nip attorney_name reserved_login",
        contact="street postcode town country email email_key phone language",
        facts="customer_kind filed_by proof_kind proof_on proof_needed mandate_until regulamin_signed",
        technical="id edition_id",
    )  # fmt: skip
    __mapper_args__: Any = {"polymorphic_identity": "account", "polymorphic_load": "inline"}  # noqa: RUF012
    __table_args__: Any = (
        sa.CheckConstraint("customer_kind <> 'company' OR company_name <> ''", name="company_named"),
        sa.CheckConstraint("customer_kind <> 'person' OR first_name <> '' OR last_name <> ''", name="person_named"),
        sa.CheckConstraint("reserved_login <> ''", name="login_reserved"),
    )

    id: Mapped[UUID] = mapped_column(sa.ForeignKey("paper_case.id"), primary_key=True)
    customer_kind: Mapped[CustomerKind] = mapped_column(choice(CustomerKind, "customer_kind"))
    filed_by: Mapped[FiledBy] = mapped_column(choice(FiledBy, "filed_by"))
    attorney_name: Mapped[str] = mapped_column(sa.String(255), default="")
    """Who acts for the customer, on whatever mandate."""
    proof_kind: Mapped[ProofKind | None] = mapped_column(choice(ProofKind, "proof_kind"))
    proof_on: Mapped[date | None]
    proof_needed: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    """Whether the office asked for the proof when the case was recorded; it did not before the desk knew of it."""
    mandate_until: Mapped[date | None]
    first_name: Mapped[str] = mapped_column(sa.String(255), default="")
    last_name: Mapped[str] = mapped_column(sa.String(255), default="")
    company_name: Mapped[str] = mapped_column(sa.String(255), default="")
    nip: Mapped[str] = mapped_column(sa.String(32), default="", index=True)
    street: Mapped[str] = mapped_column(sa.String(200))
    postcode: Mapped[str] = mapped_column(sa.String(12), index=True)
    town: Mapped[str] = mapped_column(sa.String(120))
    country: Mapped[str] = mapped_column(sa.String(60), default="")
    email: Mapped[str] = mapped_column(sa.String(254))
    email_key: Mapped[str] = mapped_column(sa.String(254), index=True)
    """The address in lower case, by which equal mailboxes are found; kept, as no index over an expression survives a
    rebuilt table on SQLite."""
    phone: Mapped[str] = mapped_column(sa.String(20), default="", index=True)
    language: Mapped[Language] = mapped_column(choice(Language, "language"))
    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("form_edition.id"))
    regulamin_signed: Mapped[bool]
    reserved_login: Mapped[str] = mapped_column(sa.String(64))

    other_owner: Mapped[bool] = column_property(_other_owner())
    """Whether an account of this customer number bears another name and somebody can still log in to it."""

    edition: Mapped[FormEdition] = relationship()
    account: Mapped[Account | None] = relationship(viewonly=True, uselist=False)
    answers: Mapped[list["ClauseAnswer"]] = relationship(cascade="all, delete-orphan", lazy="selectin")

    @property
    def _unproved(self) -> bool:
        return self.proof_needed and self.filed_by is not FiledBy.SELF and self.proof_kind is None

    def signatory(self) -> Signatory:
        """The customer, or a representative with the proof that they are."""
        return Signatory(self.filed_by, self.attorney_name, self.proof_kind, self.proof_on)

    def hindrances(self, on: date) -> list[Hindrance]:
        """What makes approving impossible on this day, in the order of the paper, then what hinders any case (P7)."""
        marks = [ClauseMark(a.clause.number, a.clause.required, a.answer) for a in self.answers]
        form = hindrances(marks, regulamin_signed=self.regulamin_signed)
        more = {
            FormHindrance.PROOF_MISSING: self._unproved,
            FormHindrance.MANDATE_OVER: is_over(self.mandate_until, on),
            FormHindrance.OTHER_OWNER: self.other_owner,
        }
        return [*form, *(Hindrance(kind) for kind, holds in more.items() if holds), *super().hindrances(on)]


class ClauseAnswer(Base):
    """What the paper says beside one clause."""

    __tablename__ = "clause_answer"
    __data__: ClassVar = data(
        Purpose.APPLICATION, Basis.CONTRACT, Kept.CASE, of="application_id",
        facts="answer",
        technical="application_id clause_id",
    )  # fmt: skip

    application_id: Mapped[UUID] = mapped_column(sa.ForeignKey("application.id"), primary_key=True)
    clause_id: Mapped[int] = mapped_column(sa.ForeignKey("clause.id"), primary_key=True)
    answer: Mapped[Answer] = mapped_column(choice(Answer, "answer"))

    clause: Mapped[Clause] = relationship(lazy="joined")


class Duplicate(Base):
    """A withdrawn case that is the same application as another one; gone with whichever of them is erased first."""

    __tablename__ = "duplicate"
    __data__: ClassVar = data(
        Purpose.APPLICATION, Basis.CONTRACT, Kept.CASE, of="case_id same_as",
        technical="case_id same_as",
    )  # fmt: skip

    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey("paper_case.id"), primary_key=True)
    same_as: Mapped[UUID] = mapped_column(sa.ForeignKey("paper_case.id"), index=True)
