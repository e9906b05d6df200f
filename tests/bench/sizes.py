"""The desk with little and with much in its database: `python -m tests.bench.sizes 1000 100000 1000000`.

A million cases take some ten minutes to fill, so they are measured where they are asked for: `make bench SIZES=…`.
"""

import sys
from collections.abc import Iterator, Sequence

import structlog
from rich.console import Console
from rich.table import Table

from provisioner.decisions.many import MOST
from tests.bench.desks import FilledDesk, opened_desks, waiting
from tests.bench.pages import PAGES
from tests.bench.saving import SAVING, approved, compared
from tests.bench.search import SEARCHES
from tests.bench.taken import TIMES, Taken, in_turn, once

SIZES, WIDE = (1_000, 100_000), 160
DATABASES = ("sqlite", "postgresql")
SEARCH_AIM = "≤ 50 ms, ≤ 100 ms at 1,000,000"


def sizes_table(name: str, sizes: Sequence[int] = SIZES) -> Table:
    """Everything on one kind of database: milliseconds, bytes and statements at each size."""
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    columns = [f"{size:,} cases ({waiting(size):,} wait)" for size in sizes]
    table = Table(name, *columns, "last / first", "aim", title=f"{name}: medians of {TIMES}, answers, statements")
    with opened_desks(name, sizes) as desks:
        table.add_row("(filled in)", *(f"{one.seconds:,.0f} s" for one in desks))
        for what, taken, aim in _measured(desks):
            ratio = taken[-1].milliseconds / taken[0].milliseconds
            table.add_row(what, *map(str, taken), f"{ratio:.2f}", aim)
    return table


def _measured(desks: Sequence[FilledDesk]) -> Iterator[tuple[str, list[Taken], str]]:
    for what, (ask, aim) in {**PAGES, **SEARCHES, **SAVING}.items():
        yield what, in_turn(desks, ask), aim or (SEARCH_AIM if what in SEARCHES else "")
    yield f"{MOST} compared, once", once(desks, compared), ""
    yield f"{MOST} approved, once", once(desks, approved), ""


def asked_sizes() -> list[int]:
    """Those on the command line, otherwise the usual ones."""
    return [int(size) for size in sys.argv[1:]] or list(SIZES)


if __name__ == "__main__":
    for database in DATABASES:
        Console(width=WIDE).print(sizes_table(database, asked_sizes()))
