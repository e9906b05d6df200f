"""The whole desk as `provisioner local up` starts it, one for the test session, shared by all workers of pytest-xdist.

The first test that asks for it starts it; the process that began the session stops it.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol

import pytest
import requests

from provisioner.local.mailbox import read_mails
from provisioner.local.ports import Ports, is_free
from provisioner.local.processes import let_go
from provisioner.local.single import stop_other
from provisioner.local.stack import MAILBOX_SECRET
from provisioner.local.staff import STAFF, STAFF_FILE
from tests.keycloak_server import SHARED, one_at_a_time

START_SECONDS = 300
STATE = "stack.json"
BASES: range = range(21000, 29000, 50)


class Stack(Protocol):
    """What a journey asks of a running desk, however it was started."""

    @property
    def desk_url(self) -> str: ...

    @property
    def keycloak_url(self) -> str: ...

    def staff_password(self, login: str) -> str:
        """The password of a sample member of staff, such as `anna.zielinska` (clerk)."""

    def wait_for_mail(self, to: str, count: int = 1) -> EmailMessage:
        """The `count`th mail to an address, once it has arrived."""


@dataclass(frozen=True)
class LocalStack:
    """A running desk: where it listens and what a person would know of it."""

    data: str
    base: int
    desk_url: str
    keycloak_url: str

    @property
    def ports(self) -> Ports:
        """Where its parts listen."""
        return Ports(self.base)

    @property
    def output(self) -> Path:
        """What the command told its terminal."""
        return Path(self.data).with_suffix(".out")

    def secret(self, name: str) -> str:
        """One of the installation's secrets."""
        return (Path(self.data) / "secrets" / name).read_text()

    def staff_password(self, login: str) -> str:
        """The password of a sample member of staff, such as `anna.zielinska` (clerk)."""
        assert login in {person.login for person in STAFF}
        passwords: dict[str, str] = json.loads(self.secret(STAFF_FILE))
        return passwords[login]

    def mails(self, to: str = "") -> list[EmailMessage]:
        """The mails in the inbox, oldest first, all or those to one address."""
        mails = read_mails(self.ports, self.secret(MAILBOX_SECRET))
        return [mail for mail in mails if not to or to in str(mail["To"])]

    def wait_for_mail(self, to: str, count: int = 1, seconds: float = 30) -> EmailMessage:
        """The `count`th mail to an address, once it has arrived."""
        deadline = time.monotonic() + seconds
        while len(found := self.mails(to)) < count:
            assert time.monotonic() < deadline, f"only {len(found)} of {count} mails to {to} after {seconds} s"
            time.sleep(0.3)
        return found[count - 1]


@pytest.fixture(scope="session")
def local_stack() -> LocalStack:
    """The session's desk with sample staff and no applications; tests use customers of their own."""
    shared = Path(os.environ[SHARED])
    with one_at_a_time("stack"):
        state = shared / STATE
        if not state.is_file():
            stack, process = start_stack(shared / "stack", samples=False)
            let_go(process)
            state.write_text(json.dumps(asdict(stack)))
        return LocalStack(**json.loads(state.read_text()))


def free_base() -> int:
    """A base all of whose ports are free now."""
    start = os.getpid() % len(BASES)  # Workers that look at the same moment look in different places.
    candidates: list[int] = [*BASES[start:], *BASES[:start]]
    for base in candidates:
        if all(is_free(port) for port in Ports(base).all().values()):
            return base
    raise AssertionError("no free ports on this machine")


def environment(data: Path, base: int) -> Mapping[str, str]:
    """The environment of a command that works on one installation and knows nothing of the developer's own."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PROVISIONER_")}
    return clean | {"PROVISIONER_DATA_DIR": str(data), "PROVISIONER_LOCAL_PORT": str(base)}


def provisioner(*words: str) -> list[str]:
    """Our command line in this environment."""
    return [str(Path(sys.executable).with_name("provisioner")), *words]


def start_stack(
    data: Path, *, samples: bool, base: int = 0, more: Mapping[str, str] | None = None
) -> "tuple[LocalStack, subprocess.Popen[str]]":
    """Run `provisioner local up` and return once it has shown its table; the caller stops it.

    `more` are settings beside those of an installation in a folder.
    """
    base = base or free_base()
    stack = LocalStack(str(data), base, f"http://localhost:{base}", f"http://localhost:{base + 10}")
    with stack.output.open("w") as output:
        process = subprocess.Popen(
            provisioner("local", "up", "--samples" if samples else "--no-samples"),
            env={**environment(data, base), **(more or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
    deadline = time.monotonic() + START_SECONDS
    while "Ctrl-C" not in stack.output.read_text():
        said = stack.output.read_text()
        assert process.poll() is None, f"the stack ended with {process.returncode}:\n{said}"
        assert time.monotonic() < deadline, f"the stack is not ready after {START_SECONDS} s:\n{said}"
        time.sleep(0.2)
    assert requests.get(f"{stack.desk_url}/health/ready", timeout=5).ok
    at_once = provisioner("setting", "set", "undo_window_seconds", "0")
    subprocess.run(at_once, env={**environment(data, base), **(more or {})}, check=True, stdout=subprocess.DEVNULL)
    return stack, process


@pytest.hookimpl(tryfirst=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what the session started, before its folder goes."""
    if hasattr(config, "workerinput") or SHARED not in os.environ:
        return
    state = Path(os.environ[SHARED]) / STATE
    if state.is_file():
        stop_other(Path(json.loads(state.read_text())["data"]))
