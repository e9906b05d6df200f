"""How long a search takes, page and all, and of how many statements it is made: `python -m tests.bench.search CASES …`.

A million cases take long to fill, so `make bench` measures up to a hundred thousand.
"""

import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import structlog
from rich.console import Console
from rich.table import Table

from provisioner.database import Database
from provisioner.staff.roles import Role
from tests.bench.claims import opened
from tests.bench.filled import Person, fill
from tests.web.desk import desk_over
from tests.web.page import Browser
from tests.web.test_statements import counted

SIZES, WARM, TIMES, WIDE = (1_000, 100_000), 2, 15, 160
AIMS = {1_000_000: "≤ 100 ms"}
SOMEBODY = Person.numbered(777)
ASKED = {
    "a frequent surname": Person.numbered(0).last_name,
    "the beginning of many": "kow",
    "surname and first name": SOMEBODY.name_key,
    "surname mistyped": SOMEBODY.last_name[:3] + SOMEBODY.last_name[4:],
    "both mistyped": " ".join(f"{word[:2]}{word[3]}{word[2]}{word[4:]}" for word in SOMEBODY.name_key.split()),
    "number": SOMEBODY.number,
    "part of a number": "777",
    "customer number": SOMEBODY.login,
    "phone in groups": f"+48 {SOMEBODY.phone[3:6]} {SOMEBODY.phone[6:9]} {SOMEBODY.phone[9:]}",
    "e-mail": SOMEBODY.email,
    "a frequent domain": "example.com",
    "street and house": SOMEBODY.street,
    "two frequent words": f"{SOMEBODY.town} example.com",
    "nothing": "zzzyyyxxx",
}


def search_table(sizes: Sequence[int] = SIZES, databases: Sequence[str] = ("sqlite", "postgresql")) -> Table:
    """Each search over each database and size: the median of the whole page, and its statements."""
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    columns = [f"{name}, {size:,}" for name in databases for size in sizes]
    found = [_measured(name, size) for name in databases for size in sizes]
    aims = ", ".join(f"{AIMS.get(size, '≤ 50 ms')} at {size:,}" for size in sizes)
    table = Table("searched", *columns, title=f"first page of a search, medians of {TIMES}; aim {aims}")
    for what in ASKED:
        table.add_row(what, *(one[what] for one in found))
    return table


def _measured(name: str, size: int) -> dict[str, str]:
    with opened(name) as url, _filled(url, size) as database:
        return taken(database)


def taken(database: Database) -> dict[str, str]:
    """How long each search takes on this database, with how many statements."""
    browser = desk_over(database).as_(Role.CLERK, name="Cezary Zych")
    return {what: _taken(database, browser, text) for what, text in ASKED.items()}


def _taken(database: Database, browser: Browser, text: str) -> str:
    times = []
    for _ in range(WARM + TIMES):
        began = time.perf_counter()
        answer = browser.client.get("/search", query_string={"q": text})
        times.append((time.perf_counter() - began) * 1000)
        assert answer.status_code in (200, 303)
    with counted(database) as sent:
        browser.client.get("/search", query_string={"q": text})
    return f"{statistics.median(times[WARM:]):.0f} ms, {len(sent)} statements"


@contextmanager
def _filled(url: str, size: int) -> Iterator[Database]:
    database = Database(url)
    fill(database, size * 9 // 10, size // 10)
    yield database
    database.close()


if __name__ == "__main__":
    Console(width=WIDE).print(search_table([int(size) for size in sys.argv[1:]] or SIZES))
