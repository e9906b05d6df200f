"""A Keycloak whose database is a real PostgreSQL, as in production; for measurements and for several nodes."""

import secrets
import shutil
import subprocess
from pathlib import Path

from provisioner.local.java import find_java
from provisioner.local.ports import free_ports
from provisioner.local.prepared import install, install_theme, prepared_server, theme_for
from provisioner.local.server import ADMIN, AOT_CACHE, KeycloakServer
from tests.keycloak_server import RunningKeycloak

NEEDED = {"KC_BOOTSTRAP_ADMIN_USERNAME": ADMIN, "KC_DB_USERNAME": "postgres", "KC_DB_PASSWORD": "trusted"}


def built_for_postgres(target: Path) -> Path:
    """The prepared server without its data, built anew for the other database."""
    java = find_java()
    tree = install(prepared_server(java, print), target)
    shutil.rmtree(target / "data")
    (target / "data").mkdir()
    (tree / AOT_CACHE).unlink(missing_ok=True)  # Of other classes.
    install_theme(theme_for(tree), tree)
    environment = KeycloakServer(tree, 0, 0, target / "build.log", java=java).environment
    words = ["build", "--db=postgres", "--health-enabled=true"]
    subprocess.run([tree / "bin" / "kc.sh", *words], env=environment, check=True, stdout=subprocess.DEVNULL)
    return tree


def start_on_postgres(tree: Path, port: int, database: str) -> RunningKeycloak:
    """Start a server at full speed over a database of a PostgreSQL on that port; `stop_keycloak` ends it."""
    administrator = secrets.token_urlsafe()
    http_port, management_port = free_ports(2)
    known = NEEDED | {
        "KC_DB_URL": f"jdbc:postgresql://127.0.0.1:{port}/{database}",
        "KC_BOOTSTRAP_ADMIN_PASSWORD": administrator,
    }
    log = tree.parent / f"keycloak-{http_port}.log"
    server = KeycloakServer(
        tree, http_port, management_port, log, java=find_java(), jvm_options=(), extra_environment=known
    )  # fmt: skip
    server.start()
    try:
        server.wait_ready()
    except BaseException:
        server.stop()
        raise
    pid = server.leave_running()
    return RunningKeycloak(server.url, http_port, management_port, pid, str(tree), str(log), administrator)
