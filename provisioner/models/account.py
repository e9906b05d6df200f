"""Accounts, the logins that are taken for ever, and the outbox of work to carry out."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from provisioner.domain.account import AccountStatus, Attention, TaskKind
from provisioner.models.application import Application
from provisioner.models.base import Base, Utc, choice


class Login(Base):
    """A login that is taken: by an application while it is open, for ever once an account was approved (R4)."""

    __tablename__ = "login"

    login: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    application_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("application.id"), index=True)


class Account(Base):
    """The account of one approved application; the user itself lives in Keycloak."""

    __tablename__ = "account"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(sa.ForeignKey("application.id"), unique=True)
    status: Mapped[AccountStatus] = mapped_column(choice(AccountStatus, "status"), index=True)
    login: Mapped[str] = mapped_column(sa.ForeignKey("login.login"), unique=True)
    keycloak_id: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    generation: Mapped[int] = mapped_column(default=0)
    mails_sent: Mapped[int] = mapped_column(default=0)
    attention: Mapped[Attention | None] = mapped_column(choice(Attention, "attention"))
    attention_code: Mapped[str] = mapped_column(sa.String(80), default="")
    approved_at: Mapped[datetime] = mapped_column(Utc)
    created_at: Mapped[datetime | None] = mapped_column(Utc)
    notified_at: Mapped[datetime | None] = mapped_column(Utc)
    password_valid_until: Mapped[datetime | None] = mapped_column(Utc)
    activated_at: Mapped[datetime | None] = mapped_column(Utc)

    application: Mapped[Application] = relationship(lazy="joined")


class Task(Base):
    """One piece of work for the worker; done tasks stay until the account's work is over.

    `attempt` is the fencing token: whoever claimed last holds the highest, and only that one may record an outcome.
    """

    __tablename__ = "task"
    __table_args__ = (
        sa.Index(
            "ix_task_due",
            "not_before",
            "id",
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        ),
        sa.Index(
            "uq_task_open",
            "account_id",
            unique=True,
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"), index=True)
    kind: Mapped[TaskKind] = mapped_column(choice(TaskKind, "kind"))
    not_before: Mapped[datetime] = mapped_column(Utc)
    attempt: Mapped[int] = mapped_column(default=0)
    failures: Mapped[int] = mapped_column(default=0)
    first_failed_at: Mapped[datetime | None] = mapped_column(Utc)
    problem: Mapped[str] = mapped_column(sa.String(64), default="")
    leased_until: Mapped[datetime | None] = mapped_column(Utc)
    worker: Mapped[str | None] = mapped_column(sa.String(80))
    done_at: Mapped[datetime | None] = mapped_column(Utc)
