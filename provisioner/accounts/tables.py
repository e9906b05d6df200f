"""Accounts; the user itself lives in Keycloak."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, column_property, mapped_column

from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.database.columns import Base, Utc, choice
from provisioner.database.data import Basis, Kept, Purpose, data
from provisioner.mail.language import Language


def _readdressed(account_id: Any, activated_at: Any) -> sa.ColumnElement[bool]:
    """Whether a change of the address was approved since; by names, because that table builds on this one."""
    change = sa.table(
        "account_change", sa.column("account_id", sa.Uuid), sa.column("former_email", sa.String), sa.column("at", Utc)
    ).alias("readdressing")
    since = change.c.at >= activated_at
    return sa.exists().where(change.c.account_id == account_id, change.c.former_email != "", since)


class Account(Base):
    """The account of one approved case, with everything it needs of what was approved.

    `case_id` is the marker by which its user in the realm is known as ours (P2).
    """

    __tablename__ = "account"
    __data__: ClassVar = data(
        Purpose.ACCOUNT, Basis.CONTRACT, Kept.CASE, of="case_id",
        identity="customer_number first_name last_name company_name name_key owner_key login",
        contact="email email_key former_emails language",
        words="closed_reason",
        facts="status case_number attention attention_code mails_begun mails_sent approved_at "
        "created_at notified_at password_valid_until activated_at shut_at",
        technical="id case_id keycloak_id generation",
    )  # fmt: skip

    __table_args__: Any = (sa.Index("ix_account_newest", "status", "approved_at", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey("paper_case.id"), unique=True)
    case_number: Mapped[str] = mapped_column(sa.String(16))
    status: Mapped[AccountStatus] = mapped_column(choice(AccountStatus, "status"))
    login: Mapped[str] = mapped_column(sa.ForeignKey("login.login"), unique=True)
    customer_number: Mapped[str] = mapped_column(sa.String(40), index=True)
    first_name: Mapped[str] = mapped_column(sa.String(255))
    last_name: Mapped[str] = mapped_column(sa.String(255))
    company_name: Mapped[str] = mapped_column(sa.String(255))
    name_key: Mapped[str] = mapped_column(sa.String(600))
    owner_key: Mapped[str] = mapped_column(sa.String(600))
    """The name under which its owner was first known for this number, by which accounts of one owner are known as such
    after one of them bears a new name."""
    email: Mapped[str] = mapped_column(sa.String(254))
    email_key: Mapped[str] = mapped_column(sa.String(254), index=True)
    """The address in lower case, by which equal mailboxes are found."""
    former_emails: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    """Keys of addresses that were this account's and that the realm may still hold, until it has the present one."""
    language: Mapped[Language] = mapped_column(choice(Language, "language"))
    keycloak_id: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    generation: Mapped[int] = mapped_column(default=0)
    mails_begun: Mapped[int] = mapped_column(default=0)
    """Access mails that may have left to this address: those accepted and those whose outcome nobody knows."""
    mails_sent: Mapped[int] = mapped_column(default=0)
    attention: Mapped[Attention | None] = mapped_column(choice(Attention, "attention"))
    attention_code: Mapped[str] = mapped_column(sa.String(80), default="")
    closed_reason: Mapped[str] = mapped_column(sa.Text, default="")
    approved_at: Mapped[datetime] = mapped_column(Utc)
    created_at: Mapped[datetime | None] = mapped_column(Utc)
    notified_at: Mapped[datetime | None] = mapped_column(Utc)
    password_valid_until: Mapped[datetime | None] = mapped_column(Utc)
    activated_at: Mapped[datetime | None] = mapped_column(Utc)
    shut_at: Mapped[datetime | None] = mapped_column(Utc)
    """Since when nobody can log in because a temporary password is being retired; noted before the user is disabled, so
    that whoever finds one disabled knows whether we did it."""

    readdressed: Mapped[bool] = column_property(_readdressed(id.column, activated_at.column))  # type: ignore[attr-defined]
    """Whether the address is another one since the own password was set: nobody has shown that it is theirs."""

    @property
    def display_name(self) -> str:
        """The customer as printed on the invoice."""
        return self.company_name or f"{self.first_name} {self.last_name}".strip()
