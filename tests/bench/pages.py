"""How long pages take, and how large they are, with little and with much in the database.

`python -m tests.bench.pages` measures them alone; `make bench` prints the table with the others.
"""

import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import structlog
from rich.console import Console
from rich.table import Table

from provisioner.database import Database
from provisioner.staff.roles import Role
from tests.bench.filled import fill
from tests.databases import prepare, running_postgres, url_on
from tests.web.desk import DeskUnderTest, desk_over
from tests.web.page import Browser

FEW, MANY, OPEN_FEW, OPEN_MANY = 1_000, 100_000, 300, 10_000
WARM, TIMES = 5, 40
LISTS = {
    "account list": "/accounts",
    "accounts of one state": "/accounts?status=activated",
}
"""Each shows as much of the small database as of the large one; how fast a search is: `tests/bench/search.py`."""


@dataclass(frozen=True)
class Taken:
    """The median of one page: milliseconds and bytes."""

    milliseconds: float
    size: int


def pages_table(databases: tuple[str, ...] = ("sqlite", "postgresql")) -> Table:
    """The speed of queue and lists."""
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    title = f"pages, medians of {TIMES}: {FEW:,} accounts and {OPEN_FEW} open cases; {MANY:,} and {OPEN_MANY:,}"
    table = Table("page", "few", "many", "ratio", "aim", title=title)
    for name in databases:
        for page, (few, many) in measured(name).items():
            aim = "≤ 25 ms, ≤ 40 kB" if page == "queue" else "ratio ≤ 1.5"
            ratio = many.milliseconds / few.milliseconds
            cells = (f"{one.milliseconds:.1f} ms, {one.size / 1000:.0f} kB" for one in (few, many))
            table.add_row(f"{page}, {name}", *cells, f"{ratio:.2f}", aim)
    return table


def measured(name: str) -> dict[str, tuple[Taken, Taken]]:
    """Every page over little and over much, in turn, so that a machine that slows down slows both."""
    with _desk(name, FEW, OPEN_FEW) as few, _desk(name, MANY, OPEN_MANY) as many:
        browsers = [desk.as_(Role.CLERK, Role.APPROVER, name="Cezary Zych") for desk in (few, many)]
        return {page: _taken(browsers, address) for page, address in {"queue": "/", **LISTS}.items()}


def _taken(browsers: list[Browser], address: str) -> tuple[Taken, Taken]:
    times: list[list[float]] = [[], []]
    sizes = [0, 0]
    for _ in range(WARM + TIMES):
        for which, browser in enumerate(browsers):
            began = time.perf_counter()
            answer = browser.client.get(address)
            times[which].append((time.perf_counter() - began) * 1000)
            assert answer.status_code == 200
            sizes[which] = len(answer.data)
    few, many = (Taken(statistics.median(spent[WARM:]), size) for spent, size in zip(times, sizes, strict=True))
    return few, many


@contextmanager
def _desk(name: str, accounts: int, waiting: int) -> Iterator[DeskUnderTest]:
    with _prepared(name) as url:
        database = Database(url)
        fill(database, accounts, waiting)
        yield desk_over(database)
        database.close()


@contextmanager
def _prepared(name: str) -> Iterator[str]:
    if name == "postgresql":
        with running_postgres() as server:
            yield url_on(server, "migrated")
        return
    with tempfile.TemporaryDirectory(prefix="pages-") as folder:
        url = f"sqlite:///{Path(folder) / 'desk.sqlite'}"
        prepare(url)
        yield url


if __name__ == "__main__":
    Console().print(pages_table())
