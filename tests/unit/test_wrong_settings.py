"""Whatever an operator sets wrong: one clear line for each setting that names it, no traceback, no value shown."""

import os
import re
import subprocess
import sys
from pathlib import Path
from threading import Event

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from provisioner.cli.main import main
from provisioner.cli.worker import run_worker
from provisioner.settings import PREFIX, Settings, SettingsError, load
from provisioner.settings.agreement import LEAST_PASSWORD
from provisioner.settings.files import yaml_object
from provisioner.settings.reading import KNOWN
from provisioner.settings.shipped import folder
from tests.local_stack import provisioner

NO_NUMBER = ("many", "", "1,5", "0x10", "-1", "nan", "inf", "99999999999")
NO_CHOICE = ("", "AUTO ", "yes please")
NO_NAME = ("", "a b", "a/b", "ą", "a\nb", "../x", "x" * 101)
NO_SECRET = ("", "short", "changeme" * 8)
NO_ADDRESS = (
    "desk.example.com", "ftp://desk.example.com", "https://", "https:///x", "https://desk.example.com:99999",
    "https://desk.example.com:abc", "https://desk.example.com:0", "https://[", "https://desk example.com",
    "https://desk.example.com\n", "https://konta.wodociągi.pl", "https://jan:tajne@desk.example.com", "javascript:x()",
)  # fmt: skip
NO_BASE = (*NO_ADDRESS, "https://desk.example.com/?x=1", "https://desk.example.com/#x", "https://desk.example.com?")
NO_ORIGIN = (*NO_BASE, "https://desk.example.com/desk")
PLAIN = ("http://desk.example.com",)
NO_HOST = ("", "smtp.example.com:587", "smtp://smtp.example.com", "a b", "smtp.example.com/", "-x")

WRONG: dict[str, tuple[str, ...]] = {
    "database_url": ("nonsense", "mysql://desk@database/desk", "postgresql://desk:tajne@database:abc/desk", "sqlite"),
    "desk_url": (*NO_ORIGIN, *PLAIN, ""),
    "desk_internal_url": NO_ORIGIN,
    "bind": ("", "8400", "localhost", "localhost:", ":8400", "localhost:0", "localhost:65536", "localhost:x", "a b:80"),
    "public_url": (*NO_ORIGIN, *PLAIN),
    "public_bind": ("", "8402", "localhost:0", "a b:80"),
    "proxies": (*NO_NUMBER, "6"),
    "journal_key": NO_SECRET,
    "journal_key_former": ("short", "k" * 40 + "\nshort"),
    "secret_key": NO_SECRET,
    "secret_key_fallbacks": ("short", "k" * 40 + ",short"),
    "session_idle_minutes": (*NO_NUMBER, "0", "481"),
    "session_absolute_hours": (*NO_NUMBER, "0", "25"),
    "keycloak_url": (*NO_BASE, *PLAIN, ""),
    "keycloak_internal_url": NO_BASE,
    "common_passwords": tuple(name for name in NO_NAME if name),
    "staff_realm": (*NO_NAME, "master"),
    "staff_otp": NO_CHOICE,
    "customers_realm": (*NO_NAME, "staff", "Staff", "Master"),
    "desk_client_id": (*NO_NAME, "account", "admin-cli"),
    "desk_client_secret": NO_SECRET,
    "provisioner_client_id": (*NO_NAME, "broker"),
    "provisioner_client_secret": NO_SECRET,
    "observer_client_id": (*NO_NAME, "account", "provisioner"),
    "observer_client_secret": NO_SECRET,
    "staff_observer_client_secret": NO_SECRET,
    "portal_redirect_uri": (*NO_ADDRESS, *PLAIN, "https://ibok.example.com/*", "https://ibok.example.com/#x"),
    "portal_client_id": (*NO_NAME, "provisioner", "realm-management"),
    "portal_client_secret": NO_SECRET,
    "keycloak_timeout_seconds": (*NO_NUMBER, "0", "11"),
    "smtp_host": NO_HOST,
    "smtp_port": (*NO_NUMBER, "0", "65536", "587.5"),
    "smtp_security": (*NO_CHOICE, "ssl"),
    "smtp_timeout_seconds": (*NO_NUMBER, "0", "61"),
    "clamd_host": tuple(one for one in NO_HOST if one),
    "clamd_port": (*NO_NUMBER, "0", "65536"),
    "clamd_timeout_seconds": (*NO_NUMBER, "0", "61"),
    "reports_host": tuple(one for one in NO_HOST if one),
    "reports_port": (*NO_NUMBER, "0", "65536"),
    "reports_folder": ("", 'In"box', "Zwroty\n", "Zwroty…"),
    "reports_timeout_seconds": (*NO_NUMBER, "0", "61"),
    "backup_recipients": ("nonsense", "age1", f"age1{'q' * 57}", f"age1{'q' * 58},", f"AGE1{'Q' * 58}"),
    "backup_hours": (*NO_NUMBER, "0", "169"),
    "owner_database_url": ("nonsense", "sqlite:///tajne.sqlite", "postgresql://desk_owner:tajne@database/desk"),
    "keycloak_database_url": ("nonsense", "sqlite:///tajne.sqlite", "mysql://desk:tajne@database/keycloak"),
    "journal_anchor_mail": ("", "nonsense", "a@b\nBcc: c@d"),
    "mail_from": ("", "nonsense", "iBOK <ibok@example.com>", "a@b\nBcc: c@d"),
    "ibok_url": NO_ADDRESS,
    "login_scheme": NO_CHOICE,
    "customer_number_pattern": ("", "[0-9", "[0-9]*"),
    "password_profile": NO_CHOICE,
    "temp_password_length": (*NO_NUMBER, "11", "65"),
    "forgotten_password_mode": (*NO_CHOICE, "mailed_password", "desk_reissue"),
    "reset_link_minutes": (*NO_NUMBER, "4", "1441"),
    "log_format": (*NO_CHOICE, "xml"),
    "metrics_bind": ("8406", "localhost:", ":8406", "localhost:0", "a b:80"),
    "metrics_token": NO_SECRET,
    "weekly_mail": ("", "nonsense", "a@b\nBcc: c@d"),
    "weekly_mail_day": (*NO_CHOICE, "poniedziałek", "8"),
    "weekly_mail_language": (*NO_CHOICE, "de"),
    "training": ("", "perhaps", "2"),
    "worker_threads": (*NO_NUMBER, "0", "9"),
    "poll_seconds": (*NO_NUMBER, "0", "61"),
    "local_host": ("", "desk.example.com", "::1"),
    "local_port": (*NO_NUMBER, "80", "65536"),
}
"""Each setting with values that cannot work; those that any text fits are named below."""
ANY_TEXT = {
    "data_dir",
    "erasure_list",
    "journal_anchors",
    "secrets_folder",
    "smtp_username",
    "smtp_password",
    "reports_username",
    "reports_password",
    "reports_ca",
    "signature_issuers",
}
COMMANDS = (
    ["check"], ["migrate"], ["realm", "plan"], ["realm", "apply"], ["setting", "list"],
    ["setting", "set", "four_eyes", "true"], ["closed-day", "list"], ["closed-day", "add", "d", "x"], ["form", "load"],
    ["closed-day", "remove", "d"], ["deadline", "d"], ["local", "down"], ["local", "reset"],
    ["agree"],
)  # fmt: skip
LASTING = (["worker"], ["web"], ["public"], ["local", "up"])
MISSPELT = "PROVISIONER_DESKURL"
TOLD = "PROVISIONER_DESKURL: no such setting; PROVISIONER_DESK_URL is meant?"


def refused(**environment: str) -> list[str]:
    with pytest.raises(SettingsError) as found:
        load({PREFIX + name.upper(): value for name, value in environment.items()})
    return str(found.value).splitlines()


def test_every_setting_is_tried() -> None:
    assert WRONG.keys() | ANY_TEXT == set(Settings.model_fields)


@pytest.mark.parametrize("name", WRONG)
def test_a_value_that_cannot_work_is_one_line_that_names_the_setting_and_shows_no_value(name: str) -> None:
    for value in WRONG[name]:
        (line,) = refused(**{name: value})
        assert re.fullmatch(rf"{PREFIX}{name.upper()}: \S.*", line), (value, line)
        assert "Value error" not in line
        assert "tajne" not in line


@pytest.mark.parametrize("name", sorted(set(Settings.model_fields) - ANY_TEXT))
@hypothesis_settings(max_examples=25, deadline=None)
@given(value=st.text(max_size=60).filter(lambda text: "\0" not in text))
def test_any_text_is_taken_or_refused_by_name(name: str, value: str) -> None:
    try:
        load({PREFIX + name.upper(): value})
    except SettingsError as error:
        (line,) = str(error).splitlines()
        # Of two that must differ the line begins with either.
        assert line.startswith(PREFIX)
        assert name.upper() in line


@pytest.mark.parametrize(
    "written, meant",
    [
        ("https://Konta.Example.com/", "https://konta.example.com"),
        ("https://desk.example.com:443", "https://desk.example.com"),
        ("http://localhost:80/", "http://localhost"),
        ("http://[::1]:8400", "http://[::1]:8400"),
    ],
)
def test_an_address_is_kept_as_browsers_write_it(written: str, meant: str) -> None:
    assert load({"PROVISIONER_DESK_URL": written}).desk_url == meant


@pytest.mark.parametrize("environment", [{"staff_realm": "ibok"}, {"staff_realm": "x", "customers_realm": "X"}])
def test_equal_realms_are_one_line_that_names_both(environment: dict[str, str]) -> None:
    assert refused(**environment) == [
        "PROVISIONER_CUSTOMERS_REALM: the same as STAFF_REALM; customers and staff need realms of their own"
    ]


@pytest.mark.parametrize(
    ("owner", "desk", "said"),
    [
        ("desk_owner@a/desk", "desk@a/other", "OWNER_DATABASE_URL: not the database that DATABASE_URL names"),
        ("desk@a/desk", "desk@a/desk", "DATABASE_URL: names no role other than OWNER_DATABASE_URL"),
        ("desk_owner@a/desk", "a/desk", "DATABASE_URL: names no role other than OWNER_DATABASE_URL"),
    ],
)
def test_the_owner_of_the_tables_is_another_role_of_the_same_database(owner: str, desk: str, said: str) -> None:
    (line,) = refused(owner_database_url=f"postgresql://{owner}", database_url=f"postgresql://{desk}")
    assert line.startswith(f"PROVISIONER_{said}")


def test_keycloak_may_live_under_a_path() -> None:
    settings = load({"PROVISIONER_KEYCLOAK_URL": "https://login.example.com/auth/"})
    assert settings.keycloak_server == "https://login.example.com/auth"


@pytest.mark.parametrize("length, taken", [("12", False), ("14", False), ("15", True)])
def test_a_temporary_password_obeys_the_profile(length: str, taken: bool) -> None:
    environment = {"password_profile": "strong", "temp_password_length": length}
    if taken:
        assert load({PREFIX + name.upper(): value for name, value in environment.items()}).temp_password_length == 15
    else:
        (line,) = refused(**environment)
        assert line == f"{PREFIX}TEMP_PASSWORD_LENGTH: the profile `strong` asks for at least 15 characters"


def test_the_least_length_is_that_of_the_realms_policy() -> None:
    policies = yaml_object(folder("realm-config") / "password-policies.yaml")
    for profile, least in LEAST_PASSWORD.items():
        assert f"length({least})" in policies[profile]


@pytest.mark.parametrize(
    "typed, meant",
    [
        ("PROVISIONER_DESKURL", "PROVISIONER_DESK_URL"),
        ("PROVISIONER_SMTP_PASSWORT_FILE", "PROVISIONER_SMTP_PASSWORD_FILE"),
        ("PROVISIONER_KEYCLOAK_INTERNAL_URI", "PROVISIONER_KEYCLOAK_INTERNAL_URL"),
        ("provisioner_desk_url", "PROVISIONER_DESK_URL"),
        ("PROVISIONER_DESK_URL_FILE", "PROVISIONER_DESK_URL"),
        ("PROVISIONER_REALM_ADMIN_USER", "PROVISIONER_REALM_ADMIN_USERNAME"),
    ],
)
def test_a_misspelt_name_is_told_with_the_nearest_one(typed: str, meant: str) -> None:
    with pytest.raises(SettingsError) as found:
        load({typed: "x"})
    assert str(found.value) == f"{typed}: no such setting; {meant} is meant?"


def test_what_is_near_to_nothing_is_told_too_and_what_is_not_ours_is_left_alone() -> None:
    with pytest.raises(SettingsError, match=r"^PROVISIONER_QQQQQ: no such setting$"):
        load({"PROVISIONER_QQQQQ": "x", "DESK_URL": "x", "HOME": "/"})


def test_all_names_we_know_are_known() -> None:
    assert {"PROVISIONER_REALM_ADMIN_USERNAME", "PROVISIONER_DATABASE_URL_FILE", "PROVISIONER_DESK_URL"} <= KNOWN


def test_a_secret_given_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("k" * 40)
    with pytest.raises(SettingsError, match="only one of them can be meant"):
        load({"PROVISIONER_SECRET_KEY": "s" * 40, "PROVISIONER_SECRET_KEY_FILE": str(tmp_path / "key")})


def test_a_secret_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"\xff\xfe" * 40)
    with pytest.raises(SettingsError, match=r"^PROVISIONER_SECRET_KEY_FILE: not a file of UTF-8 text"):
        load({"PROVISIONER_SECRET_KEY_FILE": str(tmp_path / "key")})


def run(tmp_path: Path, *words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    clean = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    own = {f"{PREFIX}DATA_DIR": str(tmp_path), **environment}
    return subprocess.run(
        provisioner(*words), env=clean | own, capture_output=True, text=True, timeout=60, check=False, cwd=tmp_path
    )


@pytest.mark.patient
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_tells_it_in_one_line(
    tmp_path: Path, words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["provisioner", *words])
    monkeypatch.setenv("PROVISIONER_DATA_DIR", str(tmp_path))
    monkeypatch.setenv(MISSPELT, "https://desk.example.com")
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code != 0
    assert capsys.readouterr().err.strip().removeprefix("Error: ") == TOLD


@pytest.mark.patient
@pytest.mark.parametrize("words", LASTING, ids=" ".join)
def test_so_does_every_process_that_would_go_on(tmp_path: Path, words: list[str]) -> None:
    done = run(tmp_path, *words, **{MISSPELT: "https://desk.example.com"})
    assert done.returncode != 0
    assert done.stderr.strip() == TOLD


@pytest.mark.patient
@pytest.mark.parametrize("words", [["setting", "list"], ["migrate"]], ids=" ".join)
def test_a_database_that_does_not_answer_is_one_line(tmp_path: Path, words: list[str]) -> None:
    done = run(tmp_path, *words, PROVISIONER_DATABASE_URL="postgresql://desk:tajne@127.0.0.1:1/desk")
    assert done.returncode == 1
    (line,) = done.stderr.strip().splitlines()
    assert line.startswith("The database does not answer: ")
    assert "tajne" not in done.stdout + done.stderr


@pytest.mark.patient
def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = run(tmp_path, "migrate", PROVISIONER_DATA_DIR=str(tmp_path / "file" / "var"))
    assert done.returncode == 2
    (line,) = done.stderr.strip().splitlines()
    assert line.startswith("PROVISIONER_DATA_DIR: ")


@pytest.mark.parametrize("login", [{}, {"REPORTS_USERNAME": "zwroty"}, {"REPORTS_PASSWORD": "p"}])
def test_a_worker_that_shall_read_reports_does_not_start_without_a_login(login: dict[str, str]) -> None:
    secrets = ("PROVISIONER_CLIENT_SECRET", "OBSERVER_CLIENT_SECRET", "STAFF_OBSERVER_CLIENT_SECRET", "JOURNAL_KEY")
    given = {name: str(number) * 40 for number, name in enumerate(secrets)} | {"REPORTS_HOST": "imap.example.com"}
    settings = load({PREFIX + name: value for name, value in (given | login).items()})
    with pytest.raises(SettingsError, match="PROVISIONER_REPORTS_USERNAME, PROVISIONER_REPORTS_PASSWORD: not set"):
        run_worker(settings, Event())


def test_the_login_of_the_mail_server_opens_the_mailbox_of_reports_too() -> None:
    known = {"SMTP_USERNAME": "ibok@example.com", "SMTP_PASSWORD": "haslo-poczty"}
    settings = load({PREFIX + name: value for name, value in known.items()})
    assert settings.reports_login == ("ibok@example.com", "haslo-poczty")
    own = load({PREFIX + name: value for name, value in (known | {"REPORTS_PASSWORD": "haslo-poczty"}).items()})
    assert own.reports_login == settings.reports_login, "one mailbox may have one password"
    assert "haslo-poczty" not in repr(own)
