"""Two Keycloak nodes over one database, which find each other by it."""

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

from provisioner.local.java import find_java
from provisioner.local.ports import LOOPBACK, is_free
from provisioner.local.server import ADMIN, KeycloakServer, is_ready
from provisioner.realm.credentials import AdminCredentials
from tests.keycloak_on_postgres import NEEDED, built_for_postgres
from tests.twofold.node import Node

ADMINISTRATOR = AdminCredentials(ADMIN, "administrator-of-this-test")
HEAP = "-Xms128m -Xmx512m"
POOL = 20
"""Connections of a Keycloak node to its database; by itself it would take up to 100, as many as PostgreSQL has."""
DETECTION = 50_000
"""JGroups listens at its port and at one so much higher, by which the nodes notice each other's death."""

Made = Callable[[Path], Path]
"""Lays a server into a folder and gives its tree."""


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
            "--server-async-bootstrap=false",
            f"--cache-embedded-network-bind-address={LOOPBACK}",
            f"--cache-embedded-network-bind-port={self.transport}",
            f"--hostname={self.public_url}",
            "--hostname-backchannel-dynamic=true",
            "--proxy-headers=xforwarded",
            f"--db-pool-max-size={POOL}",
        ]


def keycloaks(
    folder: Path, public_url: str, database: str, ports: tuple[int, int], made: Made = built_for_postgres
) -> list[Node]:
    """The two, not begun yet; each answers at its port and has its health page two above."""
    tree = made(folder / "keycloak-1")
    trees = [tree, shutil.copytree(tree.parent, folder / "keycloak-2", symlinks=True) / tree.name]
    known = NEEDED | {
        "KC_DB_URL": database,
        "KC_BOOTSTRAP_ADMIN_PASSWORD": ADMINISTRATOR.password,
        "JAVA_OPTS_KC_HEAP": HEAP,
    }
    nodes = []
    for home, port, transport in zip(trees, ports, _transports(), strict=True):
        log = folder / f"keycloak-{port}.log"
        server = ClusteredServer(home, port, port + 2, log, java=find_java(), extra_environment=known)
        server.transport, server.public_url = transport, public_url
        nodes.append(Node("keycloak", server.command, server.environment, log, partial(is_ready, port + 2)))
    return nodes


def _transports() -> list[int]:
    return [port for port in range(7800, 7900) if is_free(port) and is_free(port + DETECTION)][:2]
