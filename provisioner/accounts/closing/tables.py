"""Closings of accounts: each with the paper it was approved on and how far it has come."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from provisioner.database.columns import Base, Utc
from provisioner.database.data import Basis, Kept, Purpose, data

STANDING = sa.text("withdrawn_at IS NULL")


class AccountClosing(Base):
    """One closing of one account; an account has one that is not withdrawn.

    It takes effect on `effect_on`, has `begun_at` when the block was asked for, is `shut_at` once Keycloak has
    confirmed it, may be withdrawn until `remove_at`, and is over when Keycloak has confirmed the deletion
    (`removed_at`). `ground` is a code of the setting `deletion_grounds`.
    """

    __tablename__ = "account_closing"
    __data__: ClassVar = data(
        Purpose.ACCOUNT, Basis.CONTRACT, Kept.CASE, of="account_id case_id",
        words="withdrawn_reason",
        facts="ground effect_on asked_at begun_at shut_at remove_at removed_at withdrawn_at",
        staff="withdrawn_by",
        technical="id account_id case_id",
    )  # fmt: skip
    __table_args__: Any = (
        sa.Index(
            "uq_account_closing_standing", "account_id", unique=True, sqlite_where=STANDING, postgresql_where=STANDING
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey("paper_case.id"), unique=True)
    ground: Mapped[str] = mapped_column(sa.String(32))
    effect_on: Mapped[date]
    asked_at: Mapped[datetime] = mapped_column(Utc)
    begun_at: Mapped[datetime | None] = mapped_column(Utc)
    shut_at: Mapped[datetime | None] = mapped_column(Utc)
    remove_at: Mapped[datetime | None] = mapped_column(Utc)
    removed_at: Mapped[datetime | None] = mapped_column(Utc)
    withdrawn_by: Mapped[UUID | None] = mapped_column(sa.ForeignKey("staff_member.id"))
    withdrawn_reason: Mapped[str] = mapped_column(sa.Text, default="")
    withdrawn_at: Mapped[datetime | None] = mapped_column(Utc)


STANDS = AccountClosing.withdrawn_at.is_(None)
