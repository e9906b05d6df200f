"""Settings: all errors at once, never a value, safe when unset."""

from pathlib import Path

import pytest

from provisioner.settings import SettingsError, load
from provisioner.settings.secret_types import secret_parts


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


WRONG = [
    ("customer_number_pattern", "[0-9", "not a regular expression"),
    ("customer_number_pattern", "", "a pattern is expected"),
    ("customer_number_pattern", "[0-9]*", "a pattern is expected"),
    ("ibok_url", "javascript:alert(1)", r"not an http\(s\) address|without spaces"),
    ("ibok_url", "https://[", r"not an http\(s\) address"),
    ("keycloak_internal_url", "keycloak:8080", r"not an http\(s\) address"),
    ("desk_url", "https://desk.example.com:99999", "[Pp]ort"),
    ("mail_from", "nonsense", "an e-mail address is expected"),
    ("mail_from", "iBOK <ibok@example.com>", "an e-mail address is expected"),
    ("mail_from", "a@example.com\nBcc: b@example.com", "an e-mail address is expected"),
    ("secret_key", "changeme-" * 5, "placeholder"),
    ("desk_client_secret", "Password" * 5 + "123!", "placeholder"),
    ("provisioner_client_secret", "secret-" * 6, "placeholder"),
    ("secret_key_fallbacks", "o" * 40 + ",short", "at least 32 characters"),
]


@pytest.mark.parametrize("name, value, said", WRONG)
def test_a_setting_that_cannot_work_is_named_at_the_start(name: str, value: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said) as found:
        load({f"PROVISIONER_{name.upper()}": value})
    assert str(found.value).startswith(f"PROVISIONER_{name.upper()}: ")


def test_two_secrets_that_are_one_are_refused_without_showing_it() -> None:
    with pytest.raises(SettingsError, match="PROVISIONER_DESK_CLIENT_SECRET: the same secret as SECRET_KEY") as found:
        load({"PROVISIONER_SECRET_KEY": "s" * 40, "PROVISIONER_DESK_CLIENT_SECRET": "s" * 40})
    assert "sss" not in str(found.value)


@pytest.mark.parametrize("name, between", [("SECRET_KEY_FALLBACKS", ","), ("JOURNAL_KEY_FORMER", "\n")])
def test_a_secret_that_stands_twice_in_one_list_is_refused_without_showing_it(name: str, between: str) -> None:
    with pytest.raises(SettingsError, match=f"PROVISIONER_{name}: the same secret stands in it twice") as found:
        load({f"PROVISIONER_{name}": between.join(["s" * 40, "t" * 40, "s" * 40])})
    assert "sss" not in str(found.value)


def test_earlier_keys_are_a_list() -> None:
    settings = load({"PROVISIONER_SECRET_KEY_FALLBACKS": f"{'a' * 32}, {'b' * 32}"})
    assert secret_parts(settings.secret_key_fallbacks) == ["a" * 32, "b" * 32]
    assert "aaa" not in repr(settings)
