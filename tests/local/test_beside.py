"""A command typed beside a running demo speaks of the demo; a real installation is never taken for it."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from provisioner.cli.main import provisioner
from provisioner.database import Database
from provisioner.local.beside import demos_environment
from provisioner.local.data import prepare_database
from provisioner.local.environment import ADMIN_SECRET, OPERATOR_SECRETS, SETTINGS_FILE, Installation
from provisioner.local.single import only_one
from provisioner.office.settings import close
from provisioner.realm.credentials import admin_credentials
from provisioner.settings import load
from tests.local_stack import BASES, LocalStack, environment

BASE = BASES.stop
"""Where nobody listens, not even the stack that the other tests share."""
SAYS_SO = "This is about the demo that is running in "


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder as `local up` holds it, started with settings of its own."""
    started_with = {**environment(tmp_path, BASE), "PROVISIONER_PASSWORD_PROFILE": "strong"}
    for name, value in started_with.items():
        monkeypatch.setenv(name, value)
    installation = Installation(load())
    for name in (*OPERATOR_SECRETS, ADMIN_SECRET):
        installation.secret_file(name)
    with only_one(installation.data):
        installation.remember_settings()
        for name in started_with:
            if name.startswith("PROVISIONER_"):
                monkeypatch.delenv(name)
        yield tmp_path


def beside(data: Path, *words: str, **more: str) -> Result:
    return CliRunner().invoke(provisioner, words, env={"PROVISIONER_DATA_DIR": str(data), **more})


def test_its_settings_and_secrets_are_found_in_its_folder(demo: Path) -> None:
    found = demos_environment({"PROVISIONER_DATA_DIR": str(demo), "HOME": "/home/x"})
    assert found is not None
    settings = load(found)
    assert settings.desk_url == f"http://localhost:{BASE}"
    assert settings.keycloak_url == f"http://localhost:{BASE + 10}"
    assert settings.password_profile == "strong"
    assert settings.provisioner_client_secret is not None
    assert admin_credentials(found).password == (demo / "secrets" / ADMIN_SECRET).read_text()
    assert found["HOME"] == "/home/x"


def test_no_secret_of_the_demo_stands_in_an_environment_or_in_its_settings(demo: Path) -> None:
    found = demos_environment({"PROVISIONER_DATA_DIR": str(demo)})
    secrets = {file.read_text() for file in (demo / "secrets").iterdir()}
    assert secrets
    assert found is not None
    assert secrets.isdisjoint(found.values())
    assert secrets.isdisjoint(json.loads((demo / SETTINGS_FILE).read_text()).values())
    assert (demo / SETTINGS_FILE).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "own",
    [
        {"PROVISIONER_KEYCLOAK_URL": "https://login.example.com"},
        {"PROVISIONER_DATABASE_URL": "postgresql://desk@database/desk"},
        {"PROVISIONER_DATABASE_URL_FILE": "/run/secrets/desk_database_url"},
        {"PROVISIONER_SECRET_KEY_FILE": "/run/secrets/secret_key"},
        {"PROVISIONER_DESKURL": "https://desk.example.com"},
        {"PROVISIONER_PASSWORD_PROFILE": "regulamin"},
    ],
    ids=lambda own: next(iter(own)),
)
def test_an_installation_whose_settings_are_set_is_never_taken_for_the_demo(demo: Path, own: Mapping[str, str]) -> None:
    assert demos_environment({"PROVISIONER_DATA_DIR": str(demo), **own}) is None


def test_settings_that_are_the_demos_too_do_no_harm(demo: Path) -> None:
    own = {"PROVISIONER_DATA_DIR": str(demo), "PROVISIONER_LOCAL_PORT": str(BASE)}
    assert demos_environment(own) is not None


def test_an_administrator_of_ones_own_goes_before_the_demos(demo: Path) -> None:
    own = {
        "PROVISIONER_DATA_DIR": str(demo),
        "PROVISIONER_REALM_ADMIN_USERNAME": "operator",
        "PROVISIONER_REALM_ADMIN_PASSWORD": "operators-password",
    }
    found = demos_environment(own)
    assert found is not None
    assert admin_credentials(found).username == "operator"
    assert admin_credentials(found).password == "operators-password"


def test_a_demo_that_has_stopped_is_spoken_of_no_more(tmp_path: Path) -> None:
    installation = Installation(load(environment(tmp_path, BASE)))
    with only_one(installation.data):
        installation.remember_settings()
    assert demos_environment({"PROVISIONER_DATA_DIR": str(tmp_path)}) is None
    assert SAYS_SO not in beside(tmp_path, "deadline", "27.11.2026").stderr


def test_each_command_says_once_of_what_it_speaks_and_json_stays_json(demo: Path) -> None:
    prepare_database(load(demos_environment({"PROVISIONER_DATA_DIR": str(demo)})))
    for words in (("setting", "list"), ("deadline", "27.11.2026"), ("closed-day", "list"), ("realm", "plan")):
        result = beside(demo, *words)
        assert [line.startswith(SAYS_SO) for line in result.stderr.splitlines()].count(True) == 1, words
    assert f"http://localhost:{BASE + 10} cannot be reached" in beside(demo, "realm", "plan").stderr
    assert json.loads(beside(demo, "deadline", "27.11.2026", "--json").stdout)["received_on"] == "2026-11-27"


def test_the_closed_days_are_listed_in_order(sqlite_url: str) -> None:
    names = {"PROVISIONER_DATABASE_URL": sqlite_url}
    runner = CliRunner()
    assert runner.invoke(provisioner, ["closed-day", "list"], env=names).stdout == "No closed days.\n"
    database = Database(sqlite_url)
    with database.transaction() as session:
        close(session, date(2026, 12, 28), "inwentaryzacja")
        close(session, date(2026, 12, 24), "Wigilia")
    database.close()
    assert runner.invoke(provisioner, ["closed-day", "list"], env=names).stdout.splitlines() == [
        "2026-12-24 czwartek: Wigilia",
        "2026-12-28 poniedziałek: inwentaryzacja",
    ]
    told = json.loads(runner.invoke(provisioner, ["closed-day", "list", "--json"], env=names).stdout)
    assert told[0] == {"day": "2026-12-24", "reason": "Wigilia"}


@pytest.mark.live
def test_check_and_plan_beside_the_real_demo_find_it_sound(local_stack: LocalStack) -> None:
    for words in (("check",), ("realm", "plan"), ("setting", "list")):
        result = beside(Path(local_stack.data), *words)
        assert result.exit_code == 0, result.output
        assert result.stderr.startswith(f"{SAYS_SO}{local_stack.data}")
    skipped = [line for line in beside(Path(local_stack.data), "check").stdout.splitlines() if "skipped" in line]
    assert [line.split()[1:3] for line in skipped] == [
            ["mailbox", "of"], ["issuers", "of"], ["last", "backup:"],
        ], "only what nobody has set up"  # fmt: skip
