"""`provisioner realm` as an operator types it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from provisioner.cli.main import provisioner
from provisioner.realm.credentials import admin_credentials
from provisioner.settings import SettingsError

ENVIRONMENT = {
    "PROVISIONER_KEYCLOAK_URL": "http://localhost:1",
    "PROVISIONER_DESK_CLIENT_SECRET": "d" * 40,
    "PROVISIONER_PROVISIONER_CLIENT_SECRET": "p" * 40,
    "PROVISIONER_OBSERVER_CLIENT_SECRET": "o" * 40,
    "PROVISIONER_STAFF_OBSERVER_CLIENT_SECRET": "t" * 40,
    "PROVISIONER_REALM_ADMIN_USERNAME": "operator",
    "PROVISIONER_REALM_ADMIN_PASSWORD": "operators-password",
}


def test_an_unreachable_server_is_one_line_and_exit_code_1() -> None:
    result = CliRunner().invoke(provisioner, ["realm", "plan"], env=ENVIRONMENT)
    assert result.exit_code == 1
    assert "http://localhost:1 cannot be reached" in result.output
    assert "operators-password" not in result.output


def test_missing_secrets_are_named_with_exit_code_1() -> None:
    environment = {key: None for key in ENVIRONMENT if key.endswith("_SECRET")}
    result = CliRunner().invoke(provisioner, ["realm", "apply"], env={**ENVIRONMENT, **environment})
    assert result.exit_code == 1
    assert "PROVISIONER_DESK_CLIENT_SECRET: not set" in result.output
    assert "PROVISIONER_PROVISIONER_CLIENT_SECRET: not set" in result.output


def test_a_login_at_the_mail_server_without_its_password_is_named_before_keycloak_is_asked() -> None:
    environment = {**ENVIRONMENT, "PROVISIONER_SMTP_USERNAME": "ibok@example.com"}
    result = CliRunner().invoke(provisioner, ["realm", "apply"], env=environment)
    assert result.exit_code == 1
    assert result.output == "Error: PROVISIONER_SMTP_PASSWORD: not set\n"


def test_a_folder_that_does_not_exist_is_a_wrong_command_line(tmp_path: Path) -> None:
    result = CliRunner().invoke(provisioner, ["realm", "plan", "--config", str(tmp_path / "none")], env=ENVIRONMENT)
    assert result.exit_code == 2
    assert "does not exist" in result.output


def test_the_administrators_password_may_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("from-a-file\n")
    names = {
        "PROVISIONER_REALM_ADMIN_USERNAME": "operator",
        "PROVISIONER_REALM_ADMIN_PASSWORD_FILE": str(file),
    }
    assert admin_credentials(names).password == "from-a-file"


def test_missing_credentials_are_all_named_at_once() -> None:
    with pytest.raises(SettingsError) as refused:
        admin_credentials({})
    assert "PROVISIONER_REALM_ADMIN_USERNAME" in str(refused.value)
    assert "PROVISIONER_REALM_ADMIN_PASSWORD" in str(refused.value)


def test_a_missing_password_file_is_named_and_not_called_unset(tmp_path: Path) -> None:
    names = {"PROVISIONER_REALM_ADMIN_USERNAME": "x", "PROVISIONER_REALM_ADMIN_PASSWORD_FILE": str(tmp_path / "gone")}
    with pytest.raises(SettingsError, match="gone") as refused:
        admin_credentials(names)
    assert "not set" not in str(refused.value)


def test_credentials_do_not_print_themselves() -> None:
    names = {"PROVISIONER_REALM_ADMIN_USERNAME": "x", "PROVISIONER_REALM_ADMIN_PASSWORD": "hidden-password"}
    assert "hidden-password" not in repr(admin_credentials(names)) + json.dumps(str(admin_credentials(names)))
