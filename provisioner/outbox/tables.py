"""The outbox: work that was decided and waits to be carried out."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from provisioner.accounts.rules import TaskKind
from provisioner.database.columns import Base, Utc, choice


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
