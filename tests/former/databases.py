"""Databases with a past: filled by a former release, as it left them or walked to the newest schema since."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from provisioner.database import Database
from tests.databases import copied_postgres, copied_sqlite, made_postgres, prepare
from tests.former.filled import fill
from tests.former.rows import Rows, kept, revisions

Past = Callable[[str], AbstractContextManager[str]]
"""Opens the address of a copy with a past."""
Pasts = Callable[[str], str]
"""Gives the template made for a past such as `former_0001` or `walked_0001`; made once a test session."""


@dataclass(frozen=True)
class Former:
    """A database as a former release left it."""

    revision: str
    url: str
    database: Database
    rows: Rows


@pytest.fixture(params=revisions())
def former_revision(request: pytest.FixtureRequest) -> str:
    """Each former revision of which rows are kept."""
    return str(request.param)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def former(request: pytest.FixtureRequest, former_revision: str) -> Iterator[Former]:
    """A filled database at a former revision."""
    past: Past = request.getfixturevalue(f"{request.param}_past")
    with past(f"former_{former_revision}") as url, closing(Database(url)) as database:
        yield Former(former_revision, url, database, kept(former_revision))


@pytest.fixture
def sqlite_past(sqlite_pasts: Pasts, tmp_path: Path) -> Past:
    """A copy of a SQLite file with this past."""
    return lambda past: copied_sqlite(Path(sqlite_pasts(past)), tmp_path)


@pytest.fixture
def postgres_past(postgres_server: str, postgres_pasts: Pasts) -> Past:
    """A PostgreSQL database of its own with this past."""
    return lambda past: copied_postgres(postgres_server, postgres_pasts(past))


@pytest.fixture(scope="session")
def sqlite_pasts(tmp_path_factory: pytest.TempPathFactory) -> Pasts:
    """Files to copy, by their past."""
    folder = tmp_path_factory.mktemp("pasts")

    @cache
    def made(past: str) -> str:
        file = folder / f"{past}.sqlite"
        live_through(f"sqlite:///{file}", past)
        return str(file)

    return made


@pytest.fixture(scope="session")
def postgres_pasts(postgres_server: str) -> Pasts:
    """Databases to copy, by their past."""

    @cache
    def made(past: str) -> str:
        live_through(made_postgres(postgres_server, past), past)
        return past

    return made


def live_through(url: str, past: str) -> None:
    """Fill an empty database as a former release did; a walked one has been upgraded since."""
    how, _, revision = past.partition("_")
    with closing(Database(url)) as database:
        fill(database, revision)
    if how == "walked":
        prepare(url)
