"""How far each realm's events are read, what was found, and what Keycloak says of each account."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from provisioner.agreement.rules import FindingKind
from provisioner.database.columns import Base, OpenChoice, Utc
from provisioner.database.data import Basis, Kept, Purpose, data

STANDS = sa.text("closed_at IS NULL")


class EventPlace(Base):
    """How far one stream of events is read: the time of the newest, and the ids of those read shortly before it."""

    __tablename__ = "event_place"
    __data__: ClassVar = data(
        Purpose.SYSTEM, Basis.NONE, Kept.OFFICE,
        technical="stream until recent",
    )  # fmt: skip

    stream: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    until: Mapped[datetime] = mapped_column(Utc)
    recent: Mapped[list[str]] = mapped_column(sa.JSON)


class AccountSeen(Base):
    """What Keycloak's events tell of an account, beside its state."""

    __tablename__ = "account_seen"
    __data__: ClassVar = data(
        Purpose.ACCOUNT, Basis.INTEREST, Kept.CASE, of="account_id",
        facts="last_login_at locked_at password_at codes_on_at codes_off_at",
        technical="account_id",
    )  # fmt: skip

    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"), primary_key=True)
    last_login_at: Mapped[datetime | None] = mapped_column(Utc)
    locked_at: Mapped[datetime | None] = mapped_column(Utc)
    """When wrong passwords last locked it; the lock passes by itself."""
    password_at: Mapped[datetime | None] = mapped_column(Utc)
    codes_on_at: Mapped[datetime | None] = mapped_column(Utc)
    codes_off_at: Mapped[datetime | None] = mapped_column(Utc)
    """When the customer last changed the password, or turned one-time codes on or off."""


class Finding(Base):
    """Something found in Keycloak, open until it is settled by a person or gone by itself.

    `subject` names the thing in its realm by ids; the same thing found again while it is open counts in `times`. One of
    an account goes with its case, and with it what somebody wrote about it; one of a realm stays.
    """

    __tablename__ = "finding"
    __data__: ClassVar = data(
        Purpose.ACCOUNT, Basis.INTEREST, Kept.CASE, of="account_id",
        words="note",
        facts="kind found_at last_at times closed_at asked_at",
        staff="by asked_by closed_by",
        technical="id realm subject account_id",
    )  # fmt: skip
    __table_args__: Any = (
        sa.Index("uq_finding_stands", "kind", "realm", "subject", unique=True, sqlite_where=STANDS,
                 postgresql_where=STANDS),
        sa.Index("ix_finding_account", "account_id", "closed_at"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[FindingKind] = mapped_column(OpenChoice(FindingKind, 32))
    realm: Mapped[str] = mapped_column(sa.String(16))
    subject: Mapped[str] = mapped_column(sa.String(80))
    account_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"))
    found_at: Mapped[datetime] = mapped_column(Utc)
    last_at: Mapped[datetime] = mapped_column(Utc)
    times: Mapped[int] = mapped_column(default=1)
    by: Mapped[str] = mapped_column(sa.String(64), default="")
    """The user of Keycloak in whose name it was done, by id; empty where nobody is known."""
    asked_by: Mapped[UUID | None] = mapped_column(sa.ForeignKey("staff_member.id"))
    asked_at: Mapped[datetime | None] = mapped_column(Utc)
    """When somebody asked for it to be mended."""
    closed_by: Mapped[UUID | None] = mapped_column(sa.ForeignKey("staff_member.id"))
    closed_at: Mapped[datetime | None] = mapped_column(Utc)
    note: Mapped[str] = mapped_column(sa.Text, default="")


class AgreementRun(Base):
    """One comparison of all accounts with the customers' group, by night or by command."""

    __tablename__ = "agreement_run"
    __data__: ClassVar = data(
        Purpose.SYSTEM, Basis.NONE, Kept.EVER,
        technical="id started_at ended_at users strangers accounts differing stopped",
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    started_at: Mapped[datetime] = mapped_column(Utc, index=True)
    ended_at: Mapped[datetime | None] = mapped_column(Utc)
    users: Mapped[int] = mapped_column(default=0)
    strangers: Mapped[int] = mapped_column(default=0)
    """Users of another system, known by having no marker of ours: a quiet state."""
    accounts: Mapped[int] = mapped_column(default=0)
    differing: Mapped[int] = mapped_column(default=0)
    stopped: Mapped[bool] = mapped_column(default=False)
    """More differed than a run may note by itself: people look first."""
