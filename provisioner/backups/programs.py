"""PostgreSQL's own programs, run as children: what they are told stands in their environment, never in their words."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import IO

import sqlalchemy as sa

from provisioner.backups.errors import BackupRefused

ASKED = {
    "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE", "host": "PGHOST", "port": "PGPORT",
    "hostaddr": "PGHOSTADDR", "sslmode": "PGSSLMODE", "sslcert": "PGSSLCERT", "sslrootcert": "PGSSLROOTCERT",
    "sslkey": "PGSSLKEY", "sslcrl": "PGSSLCRL", "service": "PGSERVICE",
    "options": "PGOPTIONS", "connect_timeout": "PGCONNECT_TIMEOUT", "gssencmode": "PGGSSENCMODE",
    "channel_binding": "PGCHANNELBINDING", "target_session_attrs": "PGTARGETSESSIONATTRS", "passfile": "PGPASSFILE",
    "application_name": "PGAPPNAME",
}  # fmt: skip
"""What an address may ask for, and the variable that asks the same of the programs."""
HELD = {"keepalives", "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout"}
"""When a connection that lasts counts as dead: no variable says so, and a program that ends does well without it."""
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TZ")
Process = subprocess.Popen[bytes]


def environment(url: sa.URL | None) -> dict[str, str]:
    """All that a program is told: by the address, and where that says nothing by PostgreSQL's own variables.

    Raises BackupRefused for an address that it cannot be told.
    """
    told: dict[str, object] = {name: os.environ.get(name) for name in KEPT}
    if url is not None:
        told |= {name: value for name, value in os.environ.items() if name.startswith("PG")}
        # The driver's own reading of an address: of several servers it makes one list of hosts and one of ports.
        _, own = url.get_dialect()().create_connect_args(url)
        for name, value in own.items():
            if name not in ASKED.keys() | HELD:
                raise BackupRefused(f"the database's address asks for {name}, which pg_dump cannot be told")
            if name not in HELD:
                told[ASKED[name]] = value[-1] if isinstance(value, tuple) else value
    return {name: str(value) for name, value in told.items() if value}


def version(name: str) -> str:
    """Which version an installed program says it is. Raises BackupRefused."""
    with running(name, ["--version"], environment(None), out=subprocess.PIPE) as process:
        assert process.stdout is not None  # noqa: S101 - it was asked for
        said = process.stdout.read().decode(errors="replace")
    found = re.search(r"\d[\w.]*", said)
    return found[0] if found else ""


@contextmanager
def running(
    name: str, words: Sequence[str], told: dict[str, str], *, fed: bool = False, out: int | IO[bytes]
) -> Iterator[Process]:
    """A program at work until the block ends; then it is told that this was all, and waited for.

    Raises BackupRefused with its own words when it fails, also where that has broken off what the block did.
    """
    program = shutil.which(name)
    if program is None:
        raise BackupRefused(f"{name} is missing: install PostgreSQL's client programs (postgresql-client)")
    with tempfile.TemporaryFile() as said:
        stdin = subprocess.PIPE if fed else subprocess.DEVNULL
        process = subprocess.Popen([program, *words], env=told, stdin=stdin, stdout=out, stderr=said)
        try:
            yield process
        except (BackupRefused, BrokenPipeError):
            _ended(name, process, said)
            raise
        except BaseException:
            process.kill()
            with suppress(BackupRefused):
                _ended(name, process, said)
            raise
        _ended(name, process, said)


def _ended(name: str, process: Process, said: IO[bytes]) -> None:
    if process.stdin:
        with suppress(BrokenPipeError):
            process.stdin.close()
    failed = process.wait()
    if process.stdout:
        process.stdout.close()
    if failed:
        said.seek(0)
        lines = said.read().decode(errors="replace").strip().splitlines()
        raise BackupRefused(f"{name} failed: {lines[0] if lines else f'exit code {failed}'}")
