"""One real Keycloak for the whole test session, shared by all workers of pytest-xdist.

The first test that asks for it starts it; the process that began the session stops it.
"""

import fcntl
import json
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pytest

from provisioner.local.administrator import take_over
from provisioner.local.java import find_java
from provisioner.local.ports import free_ports, is_free
from provisioner.local.prepared import install, install_common_passwords, install_theme, prepared_server, theme_for
from provisioner.local.processes import stop_group
from provisioner.local.secret_files import write_secret
from provisioner.local.server import ADMIN, QUICK_START, KeycloakServer
from provisioner.realm.credentials import AdminCredentials

SHARED = "ACCOUNT_DESK_TEST_SESSION"


@dataclass(frozen=True)
class RunningKeycloak:
    """What a test needs to know of the server."""

    url: str
    http_port: int
    management_port: int
    pid: int
    home: str
    log: str
    admin_password: str = field(repr=False)
    admin_username: str = ADMIN

    @property
    def administrator(self) -> AdminCredentials:
        """Keycloak's first administrator."""
        return AdminCredentials(self.admin_username, self.admin_password)


@pytest.fixture(scope="session")
def keycloak_server() -> RunningKeycloak:
    """The session's server with an empty master realm; each test makes and deletes realms of its own.

    Without Java or Maven this fails with the one line that says what to install.
    """
    shared = Path(os.environ[SHARED])
    with one_at_a_time("keycloak"):
        state = shared / "keycloak.json"
        if not state.is_file():
            write_secret(state, json.dumps(asdict(start_keycloak(shared / "keycloak"))))
        return RunningKeycloak(**json.loads(state.read_text()))


def theme_folder(tree: Path) -> None:
    """Our theme as a folder of the server."""
    install_theme(theme_for(tree), tree)


def start_keycloak(
    target: Path, *, full_speed: bool = False, put_theme: Callable[[Path], None] = theme_folder
) -> RunningKeycloak:
    """Start a server in a folder of its own; the caller ends it with `stop_keycloak`.

    With `full_speed` it starts a few seconds later and then works about twice as fast, for measurements.
    """
    java = find_java()
    tree = install(prepared_server(java, print), target)
    put_theme(tree)
    install_common_passwords(tree)
    http_port, management_port = free_ports(2)
    log = target / "keycloak.log"
    options = () if full_speed else QUICK_START
    server = KeycloakServer(tree, http_port, management_port, log, java=java, jvm_options=options)
    password = secrets.token_urlsafe()
    server.start()
    try:
        server.wait_ready()
        take_over(server, password)
    except BaseException:
        server.stop()
        raise
    pid = server.leave_running()
    return RunningKeycloak(server.url, http_port, management_port, pid, str(tree), str(log), password)


def stop_keycloak(server: RunningKeycloak) -> None:
    """Stop a server whichever process started it."""
    stop_group(server.pid, 20, lambda: is_free(server.http_port) and is_free(server.management_port))


@contextmanager
def one_at_a_time(what: str) -> Iterator[None]:
    """Of the processes of this session only one does this at a time."""
    with (Path(os.environ[SHARED]) / f"{what}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def pytest_configure(config: pytest.Config) -> None:
    """Give all processes of this session one folder to meet in."""
    if not hasattr(config, "workerinput"):
        os.environ[SHARED] = tempfile.mkdtemp(prefix="account-desk-tests-")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what the session started, however it ended."""
    if hasattr(config, "workerinput"):
        return
    shared = Path(os.environ.pop(SHARED))
    state = shared / "keycloak.json"
    if state.is_file():
        stop_keycloak(RunningKeycloak(**json.loads(state.read_text())))
    shutil.rmtree(shared, ignore_errors=True)
