"""A fresh database for a test, on SQLite and on a real PostgreSQL, both at the newest schema with one form edition."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
import sqlalchemy as sa

from provisioner import forms, office
from provisioner.database import Database
from provisioner.database.schema import migrate
from provisioner.settings.shipped import folder

ROOM = 4 * 1024**3
"""Bytes that a test process's databases and their logs never fill."""
ADMINISTRATOR, OWNER, DESK = "postgres", "desk_owner", "desk"
"""Roles of a PostgreSQL: of the server, of the desk's tables, of the running desk."""


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database at the newest schema."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The database behind `database_url`."""
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_url(sqlite_template: Path) -> Iterator[str]:
    """A copy of the migrated SQLite file."""
    made = tempfile.TemporaryDirectory(prefix="desk-", dir=in_memory())
    with made as folder, copied_sqlite(sqlite_template, Path(folder)) as url:
        yield url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One SQLite file at the newest schema."""
    path = tmp_path_factory.mktemp("template") / "desk.sqlite"
    prepare(f"sqlite:///{path}")
    return path


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """A database of its own, made from the migrated template, under the role of the running desk: it owns nothing."""
    with copied_postgres(postgres_server, "migrated") as url:
        yield under(url, DESK)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The socket folder of this test process's own PostgreSQL."""
    with running_postgres(in_memory()) as server:
        yield server


def in_memory() -> Path | None:
    """Where a database is copied and written in less than half the time a disk takes; None where there is no room."""
    place = Path("/dev/shm")
    return place if place.is_dir() and shutil.disk_usage(place).free > ROOM else None


@contextmanager
def running_postgres(place: Path | None = None) -> Iterator[str]:
    """Start a PostgreSQL that has the migrated template."""
    with bare_postgres(place=place) as server:
        with psycopg.connect(_plain(server, "postgres"), autocommit=True) as admin:
            admin.execute(f"CREATE ROLE {OWNER} LOGIN; CREATE ROLE {DESK} LOGIN")
        prepare(under(made_postgres(server, "migrated", OWNER), OWNER), granted_to=DESK)
        yield server


@contextmanager
def bare_postgres(port: int = 0, place: Path | None = None) -> Iterator[str]:
    """Start a PostgreSQL in a folder of its own, on the disk or in `place`, with a port if others must reach it.

    Fails where its programs are missing, it never skips.
    """
    base = Path(tempfile.mkdtemp(prefix="pg-", dir=place))
    if os.geteuid() == 0:  # The server refuses root.
        shutil.chown(base, "postgres", "postgres")
    on_server(base, "initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
    heard = f"-h 127.0.0.1 -p {port}" if port else "-h ''"
    on_server(base, "pg_ctl", "-w", "-s", "-l", str(base / "log"), "-o", f"-k {base} {heard} -F", "start")
    try:
        yield str(base)
    finally:
        on_server(base, "pg_ctl", "-s", "-m", "immediate", "stop")
        shutil.rmtree(base)


def on_server(base: Path, program: str, *words: str) -> None:
    """Run one of PostgreSQL's programs over a server's folder, as whoever owns it."""
    programs = shutil.which("initdb") or max(Path("/usr/lib/postgresql").glob("*/bin/initdb"), default=None)
    if programs is None:
        pytest.fail("PostgreSQL programs are missing: run `python -m tests.prerequisites`")
    as_user: dict[str, Any] = {}
    if os.geteuid() == 0:
        as_user = {"user": "postgres", "group": "postgres", "extra_groups": []}
    subprocess.run(
        [Path(programs).resolve().with_name(program), "-D", base / "data", *words],
        check=True, cwd=base, stdout=subprocess.DEVNULL, **as_user,
    )  # fmt: skip


@contextmanager
def copied_sqlite(template: Path, folder: Path) -> Iterator[str]:
    """A copy of a SQLite file in a folder of its own."""
    shutil.copy(template, folder / "desk.sqlite")
    yield f"sqlite:///{folder / 'desk.sqlite'}"


@contextmanager
def copied_postgres(server: str, template: str) -> Iterator[str]:
    """A copy of a PostgreSQL database, for as long as it is needed."""
    name = f"t_{uuid4().hex}"
    with psycopg.connect(_plain(server, "postgres"), autocommit=True) as admin:
        whose = admin.execute(
            "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = %s", (template,)
        ).fetchone()
        assert whose is not None
        admin.execute(f"CREATE DATABASE {name} OWNER {whose[0]} TEMPLATE {template} STRATEGY file_copy")
        yield url_on(server, name)
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def made_postgres(server: str, name: str, owner: str = ADMINISTRATOR) -> str:
    """An empty database of that name."""
    with psycopg.connect(_plain(server, "postgres"), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} OWNER {owner}")
    return url_on(server, name)


def prepare(url: str, granted_to: str = "") -> None:
    """Bring a database to the newest schema and load the shipped form edition; decisions count at once here."""
    database = Database(url)
    migrate(database, granted_to=granted_to)
    with database.transaction() as session:
        forms.load(session, forms.read_edition(folder("realm-config") / "form-edition.yaml"))
        office.change(session, "undo_window_seconds", "0")
    database.close()


def url_on(server: str, name: str) -> str:
    """The address of one database on that server, for whoever may do everything there."""
    return f"postgresql+psycopg://{ADMINISTRATOR}@/{name}?host={server}"


def of_owner(database: Database) -> Database:
    """The same database for whoever owns its tables."""
    url = database.engine.url.render_as_string(hide_password=False)
    return Database(url if database.engine.dialect.name == "sqlite" else under(url, OWNER))


def everything(database: Database) -> sa.Engine:
    """The database for whoever may do everything there, as far as its triggers let anybody."""
    if database.engine.dialect.name == "sqlite":
        return database.engine
    return sa.create_engine(database.engine.url.set(username=ADMINISTRATOR), poolclass=sa.NullPool)


def under(url: str, role: str) -> str:
    """The same database for another role."""
    return sa.make_url(url).set(username=role).render_as_string(hide_password=False)


def _plain(server: str, name: str) -> str:
    return f"host={server} user=postgres dbname={name}"
