"""PostgreSQL, two Keycloak nodes, two web processes and two workers behind nginx with TLS, all on this machine."""

import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest
import requests

from provisioner.local.ports import LOOPBACK, free_ports
from provisioner.local.staff import ensure_staff, passwords
from provisioner.realm.admin import RealmAdmin
from provisioner.realm.apply import apply
from provisioner.settings import Settings, load
from tests.compose.authority import NAMES, authority
from tests.databases import bare_postgres, prepare
from tests.local_stack import free_base
from tests.migrations.later import TODAY, Program
from tests.sink import Sink, running_sink
from tests.twofold import proxy
from tests.twofold.keycloak import ADMINISTRATOR, keycloaks
from tests.twofold.node import Node

DESK, LOGIN = "konta.example.com", "logowanie.example.com"


@dataclass
class Installation:
    """Where everything is, and each node by its kind."""

    folder: Path
    database_port: int
    database_url: str
    sink: Sink
    environment: Mapping[str, str]
    authority: Path
    web_ports: tuple[int, int]
    nodes: dict[str, list[Node]] = field(default_factory=dict)

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
        """Web and worker of a version, two of each, not begun yet."""
        return {
            "web": [self._web(program, port) for port in self.web_ports],
            "worker": [self._worker(program, number) for number in (1, 2)],
        }

    def begin(self, program: Program) -> None:
        """Start two of each; whatever ran of them has ended."""
        self.nodes |= self.of(program)
        for node in (*self.nodes["web"], *self.nodes["worker"]):
            node.start()

    @property
    def surroundings(self) -> dict[str, str]:
        """What every command of the desk is given."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith("PROVISIONER_")}
        return {**clean, **self.environment}

    def _web(self, program: Program, port: int) -> Node:
        environment = self._known(program) | {"PROVISIONER_BIND": f"{LOOPBACK}:{port}"}
        return Node(
            "web", [*program.words, "web"], environment, self.folder / f"web-{port}.log", partial(_answers, port)
        )

    def _worker(self, program: Program, number: int) -> Node:
        alive = self.folder / f"worker-{number}.alive"
        first_forget = ("sh", "-c", 'rm -f "$0"; exec "$@"', str(alive))
        words = [*first_forget, *program.words, "worker", "--alive-file", str(alive)]
        return Node("worker", words, self._known(program), self.folder / f"worker-{number}.log", alive.exists)

    def _known(self, program: Program) -> dict[str, str]:
        return {**self.surroundings, **program.environment}


@contextmanager
def installed(folder: Path) -> Iterator[Installation]:
    """Everything started and the realms applied; all of it ends here."""
    base = free_base()
    ports = {"web": base, "public": base + 2, "keycloak": base + 10, "inner": base + 20, "tls": base + 21}
    ports["plain"] = base + 22
    second = {kind: ports[kind] + 1 for kind in ("web", "public", "keycloak")}
    made, _key = authority(folder)
    with ExitStack() as stack:
        (database_port,) = free_ports(1)
        stack.enter_context(bare_postgres(database_port))
        url = f"postgresql+psycopg://postgres@{LOOPBACK}:{database_port}/desk"
        with at_server(database_port) as session:
            session.execute("CREATE DATABASE desk")
            session.execute("CREATE DATABASE keycloak")
        prepare(url)
        sink = stack.enter_context(running_sink())
        site = Installation(
            folder,
            database_port,
            url,
            sink,
            _environment(folder, url, ports, sink),
            made,
            (ports["web"], second["web"]),
        )
        stack.enter_context(_named())
        stack.enter_context(proxy.running(proxy.sample(folder, ports, second)))
        stack.callback(_end, site)
        site.nodes["keycloak"] = keycloaks(
            folder, site.environment["PROVISIONER_KEYCLOAK_URL"], database_port,
            (ports["keycloak"], second["keycloak"]),
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


def _environment(folder: Path, url: str, ports: Mapping[str, int], sink: Sink) -> dict[str, str]:
    letters = {"DESK_CLIENT": "d", "PROVISIONER_CLIENT": "p", "OBSERVER_CLIENT": "o", "STAFF_OBSERVER_CLIENT": "t"}
    return {
        **{f"PROVISIONER_{name}_SECRET": letter * 40 for name, letter in letters.items()},
        "PROVISIONER_SECRET_KEY": "s" * 40,
        "PROVISIONER_JOURNAL_KEY": "j" * 40,
        "PROVISIONER_DATA_DIR": str(folder / "var"),
        "PROVISIONER_DATABASE_URL": url,
        "PROVISIONER_DESK_URL": f"https://{DESK}:{ports['tls']}",
        "PROVISIONER_KEYCLOAK_URL": f"https://{LOGIN}:{ports['tls']}",
        "PROVISIONER_KEYCLOAK_INTERNAL_URL": f"http://{LOOPBACK}:{ports['inner']}",
        "PROVISIONER_DESK_INTERNAL_URL": f"http://{LOOPBACK}:{ports['web']}",
        "PROVISIONER_PROXIES": "1",
        "PROVISIONER_STAFF_OTP": "optional",
        "PROVISIONER_SMTP_HOST": LOOPBACK,
        "PROVISIONER_SMTP_PORT": str(sink.port),
        "PROVISIONER_SMTP_SECURITY": "none",
    }


def _answers(port: int) -> bool:
    try:
        return requests.get(f"http://{LOOPBACK}:{port}/health/ready", timeout=5).ok
    except requests.RequestException:
        return False
