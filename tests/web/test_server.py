"""`provisioner web` as a process: refuses to start when something is missing, answers, ends cleanly."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

from provisioner.local.ports import free_ports

PROGRAM = Path(sys.executable).with_name("provisioner")
SECRETS = {
    "PROVISIONER_SECRET_KEY": "a secret for tests, long enough for all",
    "PROVISIONER_DESK_CLIENT_SECRET": "another secret for tests, long enough",
}
SECONDS = 30


def start(folder: Path, **environment: str) -> "subprocess.Popen[str]":
    """Start the desk in an empty folder."""
    return subprocess.Popen(
        [PROGRAM, "web"], cwd=folder, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def test_without_its_secrets_it_names_each_of_them_and_does_not_start(tmp_path: Path) -> None:
    said = start(tmp_path)
    _, errors = said.communicate(timeout=SECONDS)
    assert said.returncode == 2
    assert errors.splitlines() == ["PROVISIONER_SECRET_KEY: not set", "PROVISIONER_DESK_CLIENT_SECRET: not set"]


def test_over_an_old_schema_it_does_not_start(tmp_path: Path) -> None:
    said = start(tmp_path, **SECRETS)
    _, errors = said.communicate(timeout=SECONDS)
    assert said.returncode == 2
    assert errors == "The database is not at the newest schema: run `provisioner migrate`.\n"


def test_it_answers_and_ends_cleanly_leaving_nothing_behind(sqlite_url: str, tmp_path: Path) -> None:
    port = free_ports(1)[0]
    home = tmp_path / "home"
    home.mkdir()
    desk = start(
        tmp_path,
        **SECRETS,
        HOME=str(home),
        PROVISIONER_DATABASE_URL=sqlite_url,
        PROVISIONER_DESK_URL=f"http://localhost:{port}",
        PROVISIONER_BIND=f"127.0.0.1:{port}",
    )
    try:
        answer = _answer(f"http://localhost:{port}/health/ready")
        assert answer.text == "ok\n"
        assert "gunicorn/" not in answer.headers.get("Server", "")
    finally:
        desk.send_signal(signal.SIGTERM)
        desk.communicate(timeout=SECONDS)
    assert desk.returncode == 0
    assert list(home.iterdir()) == []


def _answer(address: str) -> requests.Response:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        try:
            return requests.get(address, timeout=2)
        except requests.ConnectionError:
            time.sleep(0.1)
    pytest.fail("the desk does not answer")
