"""`provisioner check` against the real parts: all well, and each fault named with its cure."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.databases import prepare
from tests.keycloak_server import RunningKeycloak
from tests.live.conftest import Realms

pytestmark = pytest.mark.live


def findings(environment: dict[str, str]) -> tuple[int, dict[str, str]]:
    """Exit code, and what each check says is wrong."""
    words = [str(Path(sys.executable).with_name("provisioner")), "check", "--json"]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PROVISIONER_")}
    done = subprocess.run(words, env=clean | environment, capture_output=True, text=True, timeout=60)
    assert done.stdout, done.stderr
    return done.returncode, {finding["name"]: finding["fault"] for finding in json.loads(done.stdout)}


@pytest.fixture
def environment(realms: Realms, keycloak_server: RunningKeycloak, sqlite_url: str) -> dict[str, str]:
    """An installation in which everything is right."""
    return realms.environment | {
        "PROVISIONER_DATABASE_URL": sqlite_url,
        "PROVISIONER_REALM_ADMIN_USERNAME": keycloak_server.admin_username,
        "PROVISIONER_REALM_ADMIN_PASSWORD": keycloak_server.admin_password,
    }


def test_an_installation_in_order_has_no_faults_and_keeps_no_probe(environment: dict[str, str], realms: Realms) -> None:
    code, faults = findings(environment)
    assert (code, set(faults.values())) == (0, {""}), faults
    assert len(faults) == 18
    assert realms.users("search=probe-") == []


def test_every_fault_is_found_in_one_run_and_says_what_to_do(environment: dict[str, str], tmp_path: Path) -> None:
    wrong = environment | {
        "PROVISIONER_DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite'}",
        "PROVISIONER_PROVISIONER_CLIENT_SECRET": "w" * 40,
        "PROVISIONER_STAFF_REALM": "nowhere",
        "PROVISIONER_SMTP_PORT": "1",
    }
    code, faults = findings(wrong)
    assert code == 1
    assert "provisioner migrate" in faults["database"]
    assert "provisioner realm apply" in faults["realm nowhere"]
    assert "keycloak_forbidden" in faults["rights"]
    assert "mail_unreachable" in faults["mail server"]
    assert faults["theme"] == ""


def test_keycloak_away_is_one_clear_fault_each(environment: dict[str, str]) -> None:
    code, faults = findings(environment | {"PROVISIONER_KEYCLOAK_URL": "http://localhost:1"})
    assert code == 1
    assert "does not answer" in faults["theme"]
    assert "keycloak_unreachable" in faults["rights"]


def test_a_database_without_a_form_is_named(environment: dict[str, str], tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'bare.sqlite'}"
    words = [str(Path(sys.executable).with_name("provisioner")), "migrate"]
    subprocess.run(words, env=os.environ | {"PROVISIONER_DATABASE_URL": url}, check=True, capture_output=True)
    assert "provisioner form load" in findings(environment | {"PROVISIONER_DATABASE_URL": url})[1]["database"]
    prepare(url)
    assert findings(environment | {"PROVISIONER_DATABASE_URL": url})[1]["database"] == ""
