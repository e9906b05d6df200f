"""A PostgreSQL database out of its server and into one, with its own programs."""

import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import sqlalchemy as sa

from provisioner.backups.errors import BackupRefused
from provisioner.backups.packing import Read, Write
from provisioner.backups.programs import environment, running

BARE = ("--no-owner", "--no-privileges")
SCRIPT = ("--file=-", *BARE)
QUIET = ("--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--set=VERBOSITY=terse")
"""An error stops it, and tells no row."""
EMPTIED = (
    "SET LOCAL lock_timeout = '10s'; SET LOCAL client_min_messages = warning; "
    "DROP SCHEMA public CASCADE; CREATE SCHEMA public;"
)
"""Waits for nobody for long, and says nothing of what goes: the first word of the program is then what went wrong."""
ROWS = re.compile(rb'COPY public\."?(\w+)"? \(.*\) FROM stdin;\n')
LAST_ROW = b"\\.\n"


@contextmanager
def connected(url: sa.URL) -> Iterator[sa.Connection]:
    """A connection to it, for as long as it is needed. Raises BackupRefused where the server refuses something."""
    engine = sa.create_engine(url, poolclass=sa.NullPool, hide_parameters=True)
    try:
        with engine.connect() as connection:
            yield connection
    except sa.exc.DBAPIError as error:
        raise BackupRefused(f"the database {url.database}: {str(error.orig).splitlines()[0]}") from None


@contextmanager
def dumped(url: sa.URL, snapshot: str = "") -> Iterator[Read]:
    """The content of a database as its own program gives it, of one moment. Raises BackupRefused."""
    asked = [f"--snapshot={snapshot}"] if snapshot else []
    words = ["--format=custom", *BARE, *asked]
    with running("pg_dump", words, environment(url), out=subprocess.PIPE) as process:
        assert process.stdout is not None  # noqa: S101 - it was asked for
        yield process.stdout.read


@contextmanager
def loading(url: sa.URL, *, first: str = "", last: str = "") -> Iterator[Write]:
    """Takes a dump and puts it into a database, between the statements given: all of it at the end, or nothing.

    Raises BackupRefused.
    """
    with running("psql", QUIET, environment(url), fed=True, out=subprocess.DEVNULL) as psql:
        assert psql.stdin is not None  # noqa: S101 - it was asked for
        psql.stdin.write(f"BEGIN;\n{first}\n".encode())
        psql.stdin.flush()
        with running("pg_restore", SCRIPT, environment(None), fed=True, out=psql.stdin) as script:
            assert script.stdin is not None  # noqa: S101 - it was asked for
            yield script.stdin.write
        # Only now: a script that ended too early must not be taken for the whole.
        psql.stdin.write(f"{last}\nCOMMIT;\n".encode())


@contextmanager
def counting(counts: dict[str, int]) -> Iterator[Write]:
    """Takes a dump, reads it to its end without a database, and counts its rows by table. Raises BackupRefused."""
    with running("pg_restore", SCRIPT, environment(None), fed=True, out=subprocess.PIPE) as script:
        assert script.stdin is not None  # noqa: S101 - it was asked for
        assert script.stdout is not None  # noqa: S101 - it was asked for
        reader = threading.Thread(target=_count, args=(script.stdout, counts))
        reader.start()
        try:
            yield script.stdin.write
        finally:
            script.stdin.close()
            reader.join()


def _count(script: IO[bytes], counts: dict[str, int]) -> None:
    table = ""
    for line in script:
        if table and line != LAST_ROW:
            counts[table] += 1
        elif table:
            table = ""
        elif found := ROWS.fullmatch(line):
            table = found[1].decode()
            counts[table] = 0
