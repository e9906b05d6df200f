"""Two Keycloak nodes and two of each process of ours over one PostgreSQL, behind nginx with TLS, on this machine."""

import os
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
import requests

from provisioner.local.ports import LOOPBACK
from provisioner.local.staff import ensure_staff, passwords
from provisioner.realm.admin import RealmAdmin
from provisioner.realm.apply import apply
from provisioner.settings import Settings, load
from tests.compose.authority import NAMES, authority
from tests.databases import prepare
from tests.keycloak_on_postgres import built_for_postgres
from tests.local_stack import free_base
from tests.migrations.later import TODAY, Program
from tests.sink import Sink, running_sink
from tests.twofold import proxy
from tests.twofold.keycloak import ADMINISTRATOR, Made, keycloaks
from tests.twofold.node import Node
from tests.twofold.postgres import Postgres, alone
from tests.twofold.told import told

PAGES = {
    "web": ("PROVISIONER_BIND", "PROVISIONER_DESK_URL"),
    "public": ("PROVISIONER_PUBLIC_BIND", "PROVISIONER_PUBLIC_URL"),
}
"""What serves pages: the settings of where it listens and of its name."""


@dataclass
class Installation:
    """Where everything is, and each node by its kind."""

    folder: Path
    sink: Sink
    environment: Mapping[str, str]
    authority: Path
    ports: Mapping[str, tuple[int, int]]
    postgres: Postgres
    nodes: dict[str, list[Node]] = field(default_factory=dict)

    @property
    def database_url(self) -> str:
        """The address of the desk's database."""
        return self.postgres.desk

    @property
    def settings(self) -> Settings:
        """The settings that web and worker have."""
        return load(self.environment)

    @property
    def admin(self) -> RealmAdmin:
        """Keycloak's administrator, by way of the inner address."""
        return RealmAdmin(self.settings.keycloak_server, ADMINISTRATOR)

    def staff_password(self, login: str) -> str:
        """The password of a sample member of staff."""
        return passwords(self.folder)[login]

    def of(self, program: Program) -> dict[str, list[Node]]:
        """Web, pages for customers and worker of a version, two of each, not begun yet."""
        return {
            **{kind: [self._pages(program, kind, port) for port in ports] for kind, ports in self.ports.items()},
            "worker": [self._worker(program, number) for number in (1, 2)],
        }

    def begin(self, program: Program) -> None:
        """Start two of each; whatever ran of them has ended."""
        self.nodes |= self.of(program)
        for kind in (*self.ports, "worker"):
            for node in self.nodes[kind]:
                node.start()

    @property
    def surroundings(self) -> dict[str, str]:
        """What every command of the desk is given."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith("PROVISIONER_")}
        return {**clean, **self.environment}

    def _pages(self, program: Program, kind: str, port: int) -> Node:
        bind, address = PAGES[kind]
        ready = partial(_answers, port, urlsplit(self.environment[address]).netloc)
        environment = self._known(program) | {bind: f"{LOOPBACK}:{port}"}
        return Node(kind, [*program.words, kind], environment, self.folder / f"{kind}-{port}.log", ready)

    def _worker(self, program: Program, number: int) -> Node:
        alive = self.folder / f"worker-{number}.alive"
        first_forget = ("sh", "-c", 'rm -f "$0"; exec "$@"', str(alive))
        words = [*first_forget, *program.words, "worker", "--alive-file", str(alive)]
        return Node("worker", words, self._known(program), self.folder / f"worker-{number}.log", alive.exists)

    def _known(self, program: Program) -> dict[str, str]:
        return {**self.surroundings, **program.environment}


@contextmanager
def installed(
    folder: Path, server: Made = built_for_postgres, begun: Callable[[], AbstractContextManager[Postgres]] = alone
) -> Iterator[Installation]:
    """Everything started and the realms applied; all of it ends here."""
    base = free_base()
    ports = {"web": base, "public": base + 2, "keycloak": base + 10, "inner": base + 20, "tls": base + 21}
    ports["plain"] = base + 22
    second = {kind: ports[kind] + 1 for kind in ("web", "public", "keycloak")}
    made, _key = authority(folder)
    with ExitStack() as stack:
        postgres = stack.enter_context(begun())
        with at_server(postgres.port) as session:
            session.execute("CREATE DATABASE desk")
            session.execute("CREATE DATABASE keycloak")
        prepare(postgres.desk)
        sink = stack.enter_context(running_sink())
        site = Installation(
            folder,
            sink,
            told(folder, postgres.desk, ports, sink),
            made,
            {kind: (ports[kind], second[kind]) for kind in PAGES},
            postgres,
        )
        stack.enter_context(_named())
        stack.enter_context(proxy.running(proxy.sample(folder, ports, second)))
        stack.callback(_end, site)
        site.nodes["keycloak"] = keycloaks(
            folder, site.environment["PROVISIONER_KEYCLOAK_URL"], postgres.keycloak,
            (ports["keycloak"], second["keycloak"]), server,
        )  # fmt: skip
        for node in site.nodes["keycloak"]:
            node.start()
        apply(site.admin, site.settings)
        ensure_staff(site.admin, "staff", "account-desk", folder)
        site.begin(TODAY)
        yield site


def at_server(port: int) -> "psycopg.Connection[tuple[Any, ...]]":
    """A connection to that PostgreSQL itself, each statement for itself."""
    return psycopg.connect(host=LOOPBACK, port=port, user="postgres", dbname="postgres", autocommit=True)


def _end(site: Installation) -> None:
    for nodes in site.nodes.values():
        for node in nodes:
            node.end()


@contextmanager
def _named() -> Iterator[None]:
    """For this process the names of the certificate are this machine."""
    ask = socket.getaddrinfo
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", lambda host, *rest, **more: ask(
            LOOPBACK if host in NAMES else host, *rest, **more
        ))  # fmt: skip
        yield


def _answers(port: int, name: str) -> bool:
    """Whether the pages there are ready; each answers to its own name."""
    try:
        return requests.get(f"http://{LOOPBACK}:{port}/health/ready", headers={"Host": name}, timeout=5).ok
    except requests.RequestException:
        return False
