"""Filled desks of several sizes, all open at once, so that a machine that slows down slows all of them."""

import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import sqlalchemy as sa
from pydantic import SecretStr

from provisioner import journal
from provisioner.cases.tables import Case
from provisioner.database import Database
from provisioner.settings import Settings
from provisioner.staff.roles import Role
from provisioner.web.gate import hands
from provisioner.web.gate.pace import A_MINUTE
from tests.bench.filled import fill
from tests.bench.people import Person
from tests.databases import copied_postgres, prepare, running_postgres
from tests.web.desk import DeskUnderTest, desk_over
from tests.web.page import Browser

KEEPING = journal.keeping(Settings(journal_key=SecretStr("a secret for measuring, long enough")))
LEAST_WAITING, MOST_WAITING = 600, 10_000
"""Enough to approve 500, and no more than an office can be behind with."""


@dataclass(frozen=True)
class FilledDesk:
    """A desk with so many cases, a tenth of which waits if that is no absurd number, and somebody who works there."""

    size: int
    seconds: float
    """How long it took to fill it."""
    desk: DeskUnderTest
    browser: Browser

    @property
    def waiting(self) -> int:
        return waiting(self.size)

    def address(self, n: int) -> str:
        """Where the case of the n-th person is."""
        with self.desk.database.reading() as session:
            number = Person.numbered(n).number
            case_id = session.scalars(sa.select(Case.__table__.c.id).where(Case.__table__.c.number == number)).one()
        return f"/applications/{case_id}"


def waiting(size: int) -> int:
    """How many of so many cases are not decided yet."""
    return min(max(size // 10, LEAST_WAITING), MOST_WAITING, size)


@contextmanager
def opened_desks(name: str, sizes: Sequence[int]) -> Iterator[list[FilledDesk]]:
    """A desk of each size on this kind of database."""
    with ExitStack() as stack:
        server = stack.enter_context(running_postgres()) if name == "postgresql" else ""
        yield [stack.enter_context(_opened(server, size)) for size in sizes]


@contextmanager
def _opened(server: str, size: int) -> Iterator[FilledDesk]:
    with copied_postgres(server, "migrated") if server else _sqlite() as url:
        database = Database(url, info=KEEPING)
        began = time.perf_counter()
        fill(database, size - waiting(size), waiting(size), journal=True)
        spent = time.perf_counter() - began
        desk = desk_over(database)
        for pace in desk.app.extensions[hands.KEY].values():
            pace.clock = count(step=A_MINUTE).__next__
        yield FilledDesk(size, spent, desk, desk.as_(Role.CLERK, Role.APPROVER, name="Cezary Zych"))
        database.close()


@contextmanager
def _sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="desks-") as folder:
        url = f"sqlite:///{Path(folder) / 'desk.sqlite'}"
        prepare(url)
        yield url
