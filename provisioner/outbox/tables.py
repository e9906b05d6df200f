"""The outbox's table: work that was decided and waits to be carried out."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from provisioner.database.columns import Base, Utc
from provisioner.database.data import Basis, Kept, Purpose, data

OPEN = sa.text("done_at IS NULL")
OPEN_IN_LANE = sa.text("done_at IS NULL AND lane <> ''")


class Task(Base):
    """One piece of work on a subject; done tasks stay for a while, until the night's sweep.

    `attempt` is the fencing token: whoever claimed last holds the highest, and only that one may record an outcome.
    Lane and urgency are those of the kind, kept here because the database decides by them.
    """

    __tablename__ = "task"
    __data__: ClassVar = data(
        Purpose.SYSTEM, Basis.CONTRACT, Kept.TASK, of="subject_id",
        facts="kind problem done_at",
        technical="id subject_kind subject_id lane urgency awaited not_before attempt failures "
        "first_failed_at leased_until worker",
    )  # fmt: skip
    __table_args__ = (
        sa.Index("ix_task_due", "urgency", "not_before", "id", sqlite_where=OPEN, postgresql_where=OPEN),
        sa.Index(
            "uq_task_lane", "subject_kind", "subject_id", "lane", unique=True,
            sqlite_where=OPEN_IN_LANE, postgresql_where=OPEN_IN_LANE,
        ),
        sa.Index("ix_task_subject", "subject_id"),
        sa.Index("ix_task_done", "done_at"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(sa.String(32))
    subject_kind: Mapped[str] = mapped_column(sa.String(32))
    subject_id: Mapped[UUID]
    lane: Mapped[str] = mapped_column(sa.String(32), default="")
    urgency: Mapped[int] = mapped_column(sa.SmallInteger)
    awaited: Mapped[bool]
    not_before: Mapped[datetime] = mapped_column(Utc)
    attempt: Mapped[int] = mapped_column(default=0)
    failures: Mapped[int] = mapped_column(default=0)
    first_failed_at: Mapped[datetime | None] = mapped_column(Utc)
    problem: Mapped[str] = mapped_column(sa.String(64), default="")
    leased_until: Mapped[datetime | None] = mapped_column(Utc)
    worker: Mapped[str | None] = mapped_column(sa.String(80))
    done_at: Mapped[datetime | None] = mapped_column(Utc)
