"""A paper case that asks for a change of data: only what is to change is filled."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from provisioner.accounts.changing.requests import changeable
from provisioner.accounts.changing.tables import AccountChange
from provisioner.accounts.offers import held_by_other
from provisioner.accounts.owners import looks_like_another
from provisioner.accounts.tables import Account
from provisioner.cases.hindrances import Hindrance
from provisioner.cases.tables import Case
from provisioner.changes.rules import ChangeHindrance
from provisioner.database.columns import choice
from provisioner.database.data import Basis, Kept, Purpose, data
from provisioner.mail.language import Language


def _carried_out(change: sa.ColumnElement[UUID]) -> sa.ScalarSelect[datetime | None]:
    done = AccountChange.__table__.c
    return sa.select(done.done_at).where(done.case_id == change).scalar_subquery()


class ChangeOfData(Case):
    """One signed paper that changes what an account says of its customer; an empty field stays as it is.

    `email_missing` is a new address that was asked for and cannot be read. The account stays one of one customer
    number, and its login stays.
    """

    __tablename__ = "data_change"
    __data__: ClassVar = data(
        Purpose.APPLICATION, Basis.CONTRACT, Kept.CASE, of="id account_id",
        identity="first_name last_name",
        contact="email email_key street postcode town country phone language",
        facts="signed email_missing",
        technical="id account_id",
    )  # fmt: skip
    __mapper_args__: Any = {"polymorphic_identity": "change_data", "polymorphic_load": "inline"}  # noqa: RUF012
    __table_args__: Any = (
        sa.CheckConstraint(
            "email <> '' OR email_missing OR first_name <> '' OR last_name <> '' OR street <> '' OR phone <> '' "
            "OR language IS NOT NULL",
            name="something_changes",
        ),
        sa.CheckConstraint("email = '' OR NOT email_missing", name="email_read_or_missing"),
    )

    id: Mapped[UUID] = mapped_column(sa.ForeignKey("paper_case.id"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"), index=True)
    signed: Mapped[bool]
    email: Mapped[str] = mapped_column(sa.String(254), default="")
    email_key: Mapped[str] = mapped_column(sa.String(254), default="")
    email_missing: Mapped[bool] = mapped_column(default=False)
    first_name: Mapped[str] = mapped_column(sa.String(255), default="")
    last_name: Mapped[str] = mapped_column(sa.String(255), default="")
    street: Mapped[str] = mapped_column(sa.String(200), default="")
    postcode: Mapped[str] = mapped_column(sa.String(12), default="")
    town: Mapped[str] = mapped_column(sa.String(120), default="")
    country: Mapped[str] = mapped_column(sa.String(60), default="")
    phone: Mapped[str] = mapped_column(sa.String(20), default="")
    language: Mapped[Language | None] = mapped_column(choice(Language, "language"))
    held: Mapped[bool] = column_property(held_by_other(email_key.column, account_id.column))  # type: ignore[attr-defined]
    """Whether another account of ours has the new address: one mailbox takes one account."""

    carried_out_at: Mapped[datetime | None] = column_property(_carried_out(id.column))  # type: ignore[attr-defined]
    """Since when the realm has what was approved."""

    account: Mapped[Account] = relationship(lazy="joined")

    @property
    def names_another(self) -> bool:
        """Whether it looks like a change of owner, who files an application of their own (R8)."""
        return looks_like_another(self.account, self.first_name, self.last_name)

    def hindrances(self, on: date) -> list[Hindrance]:
        """What makes approving impossible, in the order of the paper (P7)."""
        return [*self._own(), *super().hindrances(on)]

    def _own(self) -> list[Hindrance]:
        found = {
            ChangeHindrance.EMAIL_MISSING: self.email_missing,
            ChangeHindrance.EMAIL_HELD: self.held,
            ChangeHindrance.UNSIGNED: not self.signed,
            ChangeHindrance.NOT_ACTIVE: not changeable(self.account),
        }
        return [Hindrance(kind) for kind, holds in found.items() if holds]
