"""A PostgreSQL of the installation: lost with all its processes, begun again over what it had written."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from provisioner.local.ports import LOOPBACK, free_ports
from tests.databases import bare_postgres, on_server

END_SECONDS = 60


@dataclass(frozen=True)
class Postgres:
    """A server that runs over this folder, and how programs are told to reach its databases."""

    folder: Path
    port: int
    desk: str
    keycloak: str

    def kill(self) -> None:
        """SIGKILL for the postmaster and for all that it has begun."""
        postmaster = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        family = [postmaster, *_children(postmaster)]
        for pid in family:
            os.kill(pid, signal.SIGKILL)
        end = time.monotonic() + END_SECONDS
        while any(map(_is_there, family)):
            assert time.monotonic() < end, f"of PostgreSQL's processes some are there after {END_SECONDS} s"
            time.sleep(0.1)

    def start(self) -> None:
        """Begin it as it was begun before, and wait until it has worked off its log."""
        on_server(self.folder, "pg_ctl", "-w", "-s", "-l", str(self.folder / "log"), "restart")


@contextmanager
def alone() -> Iterator[Postgres]:
    """The only one."""
    (port,) = free_ports(1)
    at = f"{LOOPBACK}:{port}"
    with bare_postgres(port) as folder:
        desk, keycloak = f"postgresql+psycopg://postgres@{at}/desk", f"jdbc:postgresql://{at}/keycloak"
        yield Postgres(Path(folder), port, desk, keycloak)


def _children(parent: int) -> list[int]:
    return [int(place.name) for place in Path("/proc").glob("[0-9]*") if _said(place).get("PPid") == str(parent)]


def _is_there(pid: int) -> bool:
    """Until whoever began it has been told of its end, too: for `pg_ctl` it would live still."""
    return bool(_said(Path("/proc") / str(pid)))


def _said(place: Path) -> dict[str, str]:
    try:
        lines = (place / "status").read_text().splitlines()
    except OSError:  # Ended meanwhile.
        return {}
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}
