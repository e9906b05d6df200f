"""Two PostgreSQL servers as docs/operate.md tells: one takes changes, the other has them a moment later."""

import os
import re
import secrets
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from provisioner.database import Database
from provisioner.database.standby import unfollowed
from provisioner.local.ports import LOOPBACK, free_ports
from tests.compose.engine import ROOT
from tests.databases import on_server
from tests.twofold.installation import at_server
from tests.twofold.postgres import Postgres

FOLLOW_SECONDS = 60
WITHOUT_RIGHTS = "desk"
"""A role as the guide makes one for the desk."""


@dataclass
class Pair:
    """Whoever is lost comes back as the other's standby."""

    leader: Postgres
    standby: Postgres
    _password: str = field(default_factory=secrets.token_hex, repr=False)

    def begin(self) -> None:
        """The first alone, then the other after it."""
        on_server(self.leader.folder, "initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        let_in = self.leader.folder / "data" / "pg_hba.conf"
        line = told(r"host replication .*").replace("192.0.2.0/24", f"{LOOPBACK}/32")
        let_in.write_text(f"{line}\n{let_in.read_text()}")
        _start(self.leader)
        with at_server(self.leader.port) as session:
            session.execute(told(r"CREATE ROLE standby .*;").replace("$standby", self._password).encode())
            session.execute(f"CREATE ROLE {WITHOUT_RIGHTS} LOGIN".encode())
        self.follow()

    def follow(self) -> None:
        """The standby is made from what the other has, and gets what is new."""
        folder = self.standby.folder
        shutil.rmtree(folder / "data", ignore_errors=True)
        where = [f"--host={LOOPBACK}", f"--port={self.leader.port}", f"--dbname=password={self._password}"]
        on_server(folder, "pg_basebackup", *where, "--username=standby", *told(r"--write-recovery-conf .*").split())
        _start(self.standby)
        end = time.monotonic() + FOLLOW_SECONDS
        while self.behind() != [0]:
            assert time.monotonic() < end, f"the standby does not follow after {FOLLOW_SECONDS} s: {self.behind()}"
            time.sleep(0.2)

    def behind(self) -> list[int]:
        """For each that follows, by how many bytes it is behind."""
        with at_server(self.leader.port) as session:
            found = session.execute(told(r"SELECT client_addr.*FROM pg_stat_replication;").encode()).fetchall()
        return [int(row[-1]) for row in found if row[1] == "streaming" and row[-1] is not None]

    def checked(self) -> bool:
        """Whether the desk sees that the standby follows, whose role may ask nothing about the server."""
        with closing(Database(self.leader.desk.replace("postgres@", f"{WITHOUT_RIGHTS}@"))) as database:
            return not unfollowed(database)

    def both_or_none(self, wanted: bool) -> None:
        """Whether something counts as saved only when both have it."""
        with at_server(self.leader.port) as session:
            names = told(r"synchronous_standby_names = '.*?'") if wanted else "synchronous_standby_names = ''"
            session.execute(f"ALTER SYSTEM SET {names}".encode())
            session.execute("SELECT pg_reload_conf()")

    def cut(self) -> None:
        """From now on nothing comes through to the standby."""
        with at_server(self.leader.port) as session:
            (sender,) = (row[0] for row in session.execute("SELECT pid FROM pg_stat_replication"))
        os.kill(sender, signal.SIGSTOP)

    def lose(self) -> None:
        """The machine of the one in charge is gone, and all that stood on its disk."""
        self.leader.kill()
        shutil.rmtree(self.leader.folder / "data")

    def promote(self) -> None:
        """The standby takes over."""
        self.leader, self.standby = self.standby, self.leader
        with at_server(self.leader.port) as session:
            session.execute(told(r"SELECT pg_promote\(\)").encode())


@contextmanager
def pair() -> Iterator[Pair]:
    """Both running; they end here, whatever became of them."""
    with ExitStack() as stack:
        ports = free_ports(2)
        servers = [f"{LOOPBACK}:{port}" for port in ports]
        asked = told(r"postgresql://desk:…@.*").partition("?")[2]
        hosts = "&".join(f"host={server}" for server in servers)
        desk = f"postgresql+psycopg://postgres@/desk?{hosts}&{asked}"
        keycloak = told(r"jdbc:postgresql:.*").replace("192.0.2.21,192.0.2.22", ",".join(servers))
        first, second = (Postgres(stack.enter_context(_folder()), port, desk, keycloak) for port in ports)
        made = Pair(first, second)
        made.begin()
        yield made


def told(pattern: str) -> str:
    """What the guide has to type that looks like this; it stands there once."""
    guide = (ROOT / "docs" / "operate.md").read_text(encoding="utf-8").partition("## A second PostgreSQL")[2]
    found = set(re.findall(pattern, guide))
    assert len(found) == 1, f"{pattern}: {found}"
    return str(found.pop())


@contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    if os.geteuid() == 0:  # The server refuses root.
        shutil.chown(folder, "postgres", "postgres")
    try:
        yield folder
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            on_server(folder, "pg_ctl", "-s", "-m", "immediate", "stop")
        shutil.rmtree(folder)


def _start(server: Postgres) -> None:
    room = told(r"max_slot_wal_keep_size = '.*?'").replace(" ", "").replace("'", "")
    heard = f"-k {server.folder} -h {LOOPBACK} -p {server.port} -F -c {room}"
    on_server(server.folder, "pg_ctl", "-w", "-s", "-l", str(server.folder / "log"), "-o", heard, "start")
