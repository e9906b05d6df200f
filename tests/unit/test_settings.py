"""Settings: all errors at once, never a value, safe when unset."""

from pathlib import Path

import pytest

from provisioner.settings import SettingsError, load


def test_unset_means_one_machine() -> None:
    settings = load({})
    assert settings.database.startswith("sqlite:///")
    assert settings.keycloak_server == settings.keycloak_url
    assert settings.login_page == "http://localhost:8410/realms/ibok/account/"


def test_everything_wrong_is_named_at_once_and_no_value_is_shown() -> None:
    wrong = {
        "PROVISIONER_SECRET_KEY": "tooshortsecret",
        "PROVISIONER_DESK_URL": "http://desk.example.com",
        "PROVISIONER_WORKER_THREADS": "many",
    }
    with pytest.raises(SettingsError) as found:
        load(wrong)
    assert sorted(line.split(":")[0] for line in str(found.value).splitlines()) == sorted(wrong)
    assert "tooshortsecret" not in str(found.value)


def test_a_secret_comes_from_a_file_and_does_not_print(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("k" * 40 + "\n")
    settings = load({"PROVISIONER_SECRET_KEY_FILE": str(tmp_path / "key")})
    assert settings.secret_key is not None
    assert settings.secret_key.get_secret_value() == "k" * 40
    assert "k" * 40 not in repr(settings)


def test_a_missing_secret_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="PROVISIONER_SMTP_PASSWORD_FILE"):
        load({"PROVISIONER_SMTP_PASSWORD_FILE": str(tmp_path / "nowhere")})


def test_mail_without_protection_is_for_this_machine_only() -> None:
    with pytest.raises(SettingsError, match="this machine only"):
        load({"PROVISIONER_SMTP_SECURITY": "none", "PROVISIONER_SMTP_HOST": "mail.example.com"})


def test_a_process_asks_for_the_secrets_it_needs() -> None:
    with pytest.raises(SettingsError, match="PROVISIONER_PROVISIONER_CLIENT_SECRET: not set"):
        load({}).require("provisioner_client_secret")
