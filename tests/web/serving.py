"""`provisioner web` as a process of its own, as in production."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import requests

from provisioner.local.ports import free_ports

PROGRAM = Path(sys.executable).with_name("provisioner")
SECRETS = {
    "PROVISIONER_SECRET_KEY": "a secret for tests, long enough for all",
    "PROVISIONER_DESK_CLIENT_SECRET": "another secret for tests, long enough",
    "PROVISIONER_JOURNAL_KEY": "a third secret for tests, long enough",
}
SECONDS = 30


@dataclass(frozen=True)
class Served:
    """A desk that answers at `address`."""

    port: int
    process: "subprocess.Popen[str]"
    said: list[str] = field(default_factory=list)
    """What it had written to its log when it was stopped."""

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def stop(self) -> float:
        """Tell it to end; gives the seconds it took."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.said.append(self.process.communicate(timeout=SECONDS)[1])
        return time.monotonic() - began


def start(folder: Path, **environment: str) -> "subprocess.Popen[str]":
    """Start the desk in an empty folder."""
    return subprocess.Popen(
        [PROGRAM, "web"], cwd=folder, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


@contextmanager
def served(folder: Path, database_url: str, **environment: str) -> Iterator[Served]:
    """Start the desk over a database and wait until it answers; it is stopped at the end."""
    port = free_ports(1)[0]
    process = start(
        folder,
        **SECRETS,
        PROVISIONER_DATABASE_URL=database_url,
        PROVISIONER_DESK_URL=f"http://localhost:{port}",
        PROVISIONER_BIND=f"127.0.0.1:{port}",
        **environment,
    )
    desk = Served(port, process)
    try:
        _wait_for(f"{desk.address}/health/live")
        yield desk
    finally:
        if process.poll() is None:
            desk.stop()


def _wait_for(address: str) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        try:
            requests.get(address, timeout=2)
            return
        except requests.ConnectionError:
            time.sleep(0.1)
    pytest.fail("the desk does not answer")
