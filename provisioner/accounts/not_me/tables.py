"""Links of account mails, and the reports that came through them."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from provisioner.database.columns import Base, Utc, choice
from provisioner.database.data import Basis, Kept, Purpose, data

OPEN = sa.text("used_at IS NOT NULL AND settled_at IS NULL")
KEPT = sa.text("kept_at IS NOT NULL")


class NotMeOutcome(StrEnum):
    """What staff did about a report."""

    BLOCKED = "blocked"
    DISMISSED = "dismissed"


class NotMe(Base):
    """The link of one mail; once it is used, the report that staff settle.

    One of an account is kept at its user in Keycloak, since `kept_at`, for the mails that Keycloak sends by itself.
    Neither the token nor an address stands here: `token_hash` finds the link, `address_mark` tells, to whoever has the
    token, whether the account still has the address the mail went to.
    """

    __tablename__ = "not_me"
    __data__: ClassVar = data(
        Purpose.ACCOUNT, Basis.INTEREST, Kept.CASE, of="account_id",
        words="reason",
        facts="made_at ends_at kept_at used_at settled_at outcome",
        staff="settled_by",
        sealed="token_hash address_mark",
        technical="id account_id",
    )  # fmt: skip
    __table_args__: Any = (
        sa.CheckConstraint("settled_at IS NULL OR (used_at IS NOT NULL AND settled_by IS NOT NULL)", name="settled"),
        sa.CheckConstraint("outcome <> 'dismissed' OR reason <> ''", name="dismissed_for_a_reason"),
        sa.Index("ix_not_me_open", "account_id", "used_at", sqlite_where=OPEN, postgresql_where=OPEN),
        sa.Index("ix_not_me_ends_at", "ends_at"),
        sa.Index("uq_not_me_kept", "account_id", unique=True, sqlite_where=KEPT, postgresql_where=KEPT),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    address_mark: Mapped[str] = mapped_column(sa.String(64))
    made_at: Mapped[datetime] = mapped_column(Utc)
    ends_at: Mapped[datetime] = mapped_column(Utc)
    kept_at: Mapped[datetime | None] = mapped_column(Utc)
    used_at: Mapped[datetime | None] = mapped_column(Utc)
    settled_at: Mapped[datetime | None] = mapped_column(Utc)
    settled_by: Mapped[UUID | None] = mapped_column(sa.ForeignKey("staff_member.id"))
    outcome: Mapped[NotMeOutcome | None] = mapped_column(choice(NotMeOutcome, "outcome"))
    reason: Mapped[str] = mapped_column(sa.Text, default="")


REPORTED = (NotMe.used_at.is_not(None), NotMe.settled_at.is_(None))
"""A report that waits for somebody."""
