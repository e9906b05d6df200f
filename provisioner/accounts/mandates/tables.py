"""Mandates on which accounts are used: each with who acts, by what paper, until when and how it ended."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from provisioner.accounts.mandates.rules import MandateKind
from provisioner.database.columns import Base, Utc, choice
from provisioner.database.data import Basis, Kept, Purpose, data
from provisioner.staff.tables import StaffMember

STANDING = sa.text("ended_at IS NULL")


class Mandate(Base):
    """One mandate for one account; an account has one that has not ended, the former ones stay as they were.

    `until` is its last day, None where no end is known. It ended by its day, or with its account, where nobody stands
    in `ended_by`; one that was extended ended without a reason in the moment the next began.
    """

    __tablename__ = "mandate"
    __data__: ClassVar = data(
        Purpose.ACCOUNT, Basis.CONTRACT, Kept.CASE, of="account_id",
        identity="name",
        words="proof ended_reason",
        facts="kind until granted_at ended_at",
        staff="by ended_by",
        technical="id account_id",
    )  # fmt: skip
    __table_args__: Any = (
        sa.CheckConstraint("name <> ''", name="somebody_acts"),
        sa.CheckConstraint(
            "ended_at IS NOT NULL OR (ended_by IS NULL AND ended_reason = '')", name="ended_before_it_is_said_how"
        ),
        sa.Index("uq_mandate_standing", "account_id", unique=True, sqlite_where=STANDING, postgresql_where=STANDING),
        sa.Index("ix_mandate_account_id", "account_id"),
        sa.Index("ix_mandate_ending", "until", sqlite_where=STANDING, postgresql_where=STANDING),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    kind: Mapped[MandateKind] = mapped_column(choice(MandateKind, "kind"))
    name: Mapped[str] = mapped_column(sa.String(255))
    proof: Mapped[str] = mapped_column(sa.Text, default="")
    """Empty where the application itself is the paper."""
    until: Mapped[date | None]
    granted_at: Mapped[datetime] = mapped_column(Utc)
    by: Mapped[UUID] = mapped_column(sa.ForeignKey("staff_member.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Utc)
    ended_by: Mapped[UUID | None] = mapped_column(sa.ForeignKey("staff_member.id"))
    ended_reason: Mapped[str] = mapped_column(sa.Text, default="")

    ender: Mapped[StaffMember | None] = relationship(foreign_keys=[ended_by], lazy="joined")


STANDS = Mandate.ended_at.is_(None)
