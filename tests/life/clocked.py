"""A database whose clock the test holds, that can fail at each commit and takes no temporary password."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.database import Database
from provisioner.journal.keeper import KEEPER
from provisioner.privacy.remembered import LIST
from tests.factories import NOW
from tests.journal.desk import keeper
from tests.life.faults import Faults

SECRET = "zq7k"
"""With this every temporary password here begins, so that one is known wherever it turns up."""


@dataclass
class Clock:
    """Goes on by a millisecond whenever somebody looks."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now

    def seconds(self) -> float:
        return (self() - NOW).total_seconds()


class ClockedDatabase(Database):
    """A database whose clock the test holds, that can fail at each commit and lets no temporary password in (P3)."""

    def __init__(self, url: str, folder: Path) -> None:
        super().__init__(url, info={KEEPER: keeper(folder / "anchors"), LIST: folder / "erasures.jsonl"})
        self.clock, self.faults = Clock(), Faults()
        self.changed = True
        """Whether there may be something new since somebody has looked."""
        sa.event.listen(self.engine, "before_cursor_execute", _no_secret)
        if self.engine.dialect.name == "sqlite":
            sa.event.listen(self.engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF"))

    @contextmanager
    def transaction(self, patience: float | None = None) -> Iterator[Session]:
        self.changed = True
        with super().transaction(patience) as session:
            yield session
            self.faults.commit(done=False)
        self.faults.commit(done=True)

    def now(self, session: Session) -> datetime:
        return self.clock()


def _no_secret(*event: Any) -> None:
    assert SECRET not in str(event[3]), "P3: a temporary password on its way into the database"
