"""The worker as it is started: it tells a watching system of itself and the desk for as long as it runs."""

import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from provisioner.cli.worker import run_worker
from provisioner.local.ports import free_ports
from provisioner.settings import Settings

SECRETS = (
    "provisioner_client_secret", "observer_client_secret", "staff_observer_client_secret", "journal_key",
    "metrics_token",
)  # fmt: skip
SECONDS = 20
FAILED = re.compile(r'desk_worker_calls_total\{outcome="failed",part="keycloak"\} [1-9]')


@pytest.fixture
def settings(sqlite_url: str, tmp_path: Path) -> Settings:
    """A worker for which nothing outside is there: ports on which nobody listens."""
    metrics, keycloak, mail = free_ports(3)
    given = {name: f"{name} for tests, long enough for all of them" for name in SECRETS}
    return Settings.model_validate(
        given | {
            "database_url": sqlite_url, "data_dir": tmp_path, "metrics_bind": f"127.0.0.1:{metrics}",
            "keycloak_url": f"http://localhost:{keycloak}", "desk_url": f"http://localhost:{keycloak}",
            "smtp_port": mail, "smtp_security": "none", "poll_seconds": 0.1, "worker_threads": 1,
        }
    )  # fmt: skip


@pytest.fixture
def running(settings: Settings) -> Iterator[Settings]:
    stop = threading.Event()
    worker = threading.Thread(target=run_worker, args=(settings, stop))
    worker.start()
    yield settings
    stop.set()
    worker.join()


def asked(settings: Settings) -> str:
    token = settings.metrics_token.get_secret_value() if settings.metrics_token else ""
    brought = {"Authorization": f"Bearer {token}"}
    return requests.get(f"http://{settings.metrics_bind}/metrics", headers=brought, timeout=SECONDS).text


def test_it_tells_that_keycloak_is_away_that_the_pages_are_and_that_it_is_well_itself(running: Settings) -> None:
    end, told = time.monotonic() + SECONDS, ""
    while FAILED.search(told) is None or "\ndesk_worker_silent_seconds " not in told:
        assert time.monotonic() < end, told
        time.sleep(0.1)
        try:
            told = asked(running)
        except requests.ConnectionError:
            continue
    assert "desk_pages_answer 0.0" in told
    assert "desk_database_answers 1.0" in told
    assert 'desk_part_down_seconds{part="keycloak"}' in told
