"""`provisioner web` as a process: refuses to start when something is missing, answers, ends cleanly."""

import json
from pathlib import Path

import pytest
import requests

from provisioner.local.ports import is_free
from tests.web.serving import SECONDS, SECRETS, served, start

pytestmark = pytest.mark.patient


def test_without_its_secrets_it_names_each_of_them_and_does_not_start(tmp_path: Path) -> None:
    said = start(tmp_path)
    _, errors = said.communicate(timeout=SECONDS)
    assert said.returncode == 2
    assert errors.splitlines() == [
        f"PROVISIONER_{name}: not set" for name in ("SECRET_KEY", "DESK_CLIENT_SECRET", "JOURNAL_KEY")
    ]


def test_over_an_old_schema_it_does_not_start(tmp_path: Path) -> None:
    said = start(tmp_path, **SECRETS)
    _, errors = said.communicate(timeout=SECONDS)
    assert said.returncode == 2
    assert errors == "The database is not at the newest schema: run `provisioner migrate`.\n"


def test_it_answers_and_ends_cleanly_leaving_nothing_behind(sqlite_url: str, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with served(tmp_path, sqlite_url, HOME=str(home)) as desk:
        answer = requests.get(f"{desk.address}/health/ready", timeout=SECONDS)
        assert answer.text == "ok\n"
        assert "Server" not in answer.headers
        requests.get(f"{desk.address}/search/Szreder?q=Labuda", headers={"User-Agent": "Bronk"}, timeout=SECONDS)
        desk.stop()
    assert desk.process.returncode == 0
    assert list(home.iterdir()) == []
    lines = [json.loads(line) for line in "".join(desk.said).splitlines()]
    assert {"request:done"} <= {line["event"] for line in lines}
    assert all({"timestamp", "level", "logger"} <= line.keys() for line in lines)
    assert not [name for name in ("Szreder", "Labuda", "Bronk") if name in str(desk.said)]


def test_killed_without_warning_it_leaves_its_address_to_the_next_start(sqlite_url: str, tmp_path: Path) -> None:
    with served(tmp_path, sqlite_url) as desk:
        desk.process.kill()
        desk.stop()  # Until the last of those it had begun has closed its log.
    assert is_free(desk.port)
