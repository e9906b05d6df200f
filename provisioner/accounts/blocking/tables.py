"""Blocks of accounts: each with its ground, who asked for it and who ended it."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from provisioner.accounts.blocking.rules import BlockGround
from provisioner.accounts.rules import AccountStatus
from provisioner.database.columns import Base, OpenChoice, Utc
from provisioner.database.data import Basis, Kept, Purpose, data

STANDING = sa.text("lifted_at IS NULL")


class AccountBlock(Base):
    """One block of one account, from the asking (`at`) to the moment it was lifted; an account has one at a time.

    `former` is where the account stood. Grounds and reasons are personal data and stand here, not in the journal.
    """

    __tablename__ = "account_block"
    __data__: ClassVar = data(
        Purpose.ACCOUNT, Basis.INTEREST, Kept.CASE, of="account_id",
        words="reason ended_reason",
        facts="ground former readdressed at blocked_at ended_at lifted_at",
        staff="by ended_by",
        technical="id account_id",
    )  # fmt: skip
    __table_args__: Any = (
        sa.Index(
            "uq_account_block_standing", "account_id", unique=True, sqlite_where=STANDING, postgresql_where=STANDING
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"))
    ground: Mapped[BlockGround] = mapped_column(OpenChoice(BlockGround, 32))
    reason: Mapped[str] = mapped_column(sa.Text)
    former: Mapped[AccountStatus] = mapped_column(OpenChoice(AccountStatus, 32))
    by: Mapped[UUID | None] = mapped_column(sa.ForeignKey("staff_member.id"))
    """Nobody of the staff where the link in a mail has blocked it."""
    at: Mapped[datetime] = mapped_column(Utc)
    blocked_at: Mapped[datetime | None] = mapped_column(Utc)
    """When Keycloak had confirmed it."""
    ended_by: Mapped[UUID | None] = mapped_column(sa.ForeignKey("staff_member.id"))
    ended_reason: Mapped[str] = mapped_column(sa.Text, default="")
    ended_at: Mapped[datetime | None] = mapped_column(Utc)
    readdressed: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    """It ends with a corrected address, to which a new password goes."""
    lifted_at: Mapped[datetime | None] = mapped_column(Utc)
