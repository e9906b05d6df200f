"""PostgreSQL, two Keycloak nodes, two web processes and two workers behind nginx with TLS, all on this machine."""

import os
import shutil
import socket
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
import requests

from provisioner.local.java import find_java
from provisioner.local.ports import LOOPBACK, free_ports, is_free
from provisioner.local.server import ADMIN, KeycloakServer, is_ready
from provisioner.local.staff import ensure_staff, passwords
from provisioner.realm.admin import RealmAdmin
from provisioner.realm.apply import apply
from provisioner.realm.credentials import AdminCredentials
from provisioner.settings import Settings, load
from tests.compose.authority import NAMES, authority
from tests.databases import bare_postgres, made_postgres, prepare
from tests.keycloak_on_postgres import NEEDED, built_for_postgres
from tests.local_stack import free_base
from tests.sink import Sink, running_sink
from tests.twofold import proxy
from tests.twofold.node import Node

DESK, LOGIN = "konta.example.com", "logowanie.example.com"
ADMINISTRATOR = AdminCredentials(ADMIN, "administrator-of-this-test")
HEAP = "-Xms128m -Xmx512m"
POOL = 20
"""Connections of a Keycloak node to its database; by itself it would take up to 100, as many as PostgreSQL has."""
DETECTION = 50_000
"""JGroups listens at its port and at one so much higher, by which the nodes notice each other's death."""


class ClusteredServer(KeycloakServer):
    """One node of several behind a proxy, as docs/operate.md tells."""

    transport = 0
    public_url = ""

    @property
    def command(self) -> list[str]:
        """What starts it."""
        alone = ("--cache=", "--hostname=")
        words = [word for word in super().command if not word.startswith(alone)]
        return [
            *words,
            "--cache=ispn",
            f"--cache-embedded-network-bind-address={LOOPBACK}",
            f"--cache-embedded-network-bind-port={self.transport}",
            f"--hostname={self.public_url}",
            "--hostname-backchannel-dynamic=true",
            "--proxy-headers=xforwarded",
            f"--db-pool-max-size={POOL}",
        ]


@dataclass
class Installation:
    """Where everything is, and each node by its kind."""

    folder: Path
    socket: str
    database_url: str
    sink: Sink
    environment: Mapping[str, str]
    authority: Path
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
        place = stack.enter_context(bare_postgres(database_port))
        url, _ = made_postgres(place, "desk"), made_postgres(place, "keycloak")
        prepare(url)
        sink = stack.enter_context(running_sink())
        site = Installation(folder, place, url, sink, _environment(folder, url, ports, sink), made)
        stack.enter_context(_named())
        stack.enter_context(proxy.running(proxy.sample(folder, ports, second)))
        stack.callback(_end, site)
        site.nodes["keycloak"] = _keycloaks(site, database_port, (ports["keycloak"], second["keycloak"]))
        for node in site.nodes["keycloak"]:
            node.start()
        apply(site.admin, site.settings)
        ensure_staff(site.admin, "staff", "account-desk", folder)
        site.nodes["web"] = [_web(site, port) for port in (ports["web"], second["web"])]
        site.nodes["worker"] = [_worker(site, number) for number in (1, 2)]
        for node in (*site.nodes["web"], *site.nodes["worker"]):
            node.start()
        yield site


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


def _keycloaks(site: Installation, database_port: int, ports: tuple[int, int]) -> list[Node]:
    tree = built_for_postgres(site.folder / "keycloak-1")
    trees = [tree, shutil.copytree(tree.parent, site.folder / "keycloak-2", symlinks=True) / tree.name]
    known = NEEDED | {
        "KC_DB_URL": f"jdbc:postgresql://{LOOPBACK}:{database_port}/keycloak",
        "KC_BOOTSTRAP_ADMIN_PASSWORD": ADMINISTRATOR.password,
        "JAVA_OPTS_KC_HEAP": HEAP,
    }
    made = []
    for home, port, transport in zip(trees, ports, _transports(), strict=True):
        log = site.folder / f"keycloak-{port}.log"
        server = ClusteredServer(
            home, port, port + 2, log, java=find_java(), jvm_options=(), extra_environment=known
        )  # fmt: skip
        server.transport, server.public_url = transport, site.environment["PROVISIONER_KEYCLOAK_URL"]
        made.append(Node("keycloak", server.command, server.environment, log, partial(is_ready, port + 2)))
    return made


def _transports() -> list[int]:
    return [port for port in range(7800, 7900) if is_free(port) and is_free(port + DETECTION)][:2]


def _web(site: Installation, port: int) -> Node:
    return _ours(site, "web", port, partial(_answers, port), PROVISIONER_BIND=f"{LOOPBACK}:{port}")


def _worker(site: Installation, number: int) -> Node:
    alive = site.folder / f"worker-{number}.alive"
    made = _ours(site, "worker", number, alive.exists)
    made.command = ["sh", "-c", 'rm -f "$0"; exec "$@"', alive, *made.command, "--alive-file", alive]
    return made


def _ours(site: Installation, kind: str, number: int, ready: "partial[bool]", **more: str) -> Node:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PROVISIONER_")}
    program = Path(sys.executable).with_name("provisioner")
    return Node(kind, [program, kind], clean | site.environment | more, site.folder / f"{kind}-{number}.log", ready)


def _answers(port: int) -> bool:
    try:
        return requests.get(f"http://{LOOPBACK}:{port}/health/ready", timeout=5).ok
    except requests.RequestException:
        return False
