"""The theme's files by themselves."""

import re

import pytest

from provisioner.settings.shipped import folder
from tests.theme.bundles import ours

THEME = folder("keycloak-theme")
STATIC = THEME.parent / "provisioner" / "web" / "static"
KINDS = ("login", "account", "email")


@pytest.mark.parametrize("kind", ["login", "account"])
@pytest.mark.parametrize(
    "file",
    [
        "tokens.css",
        "fonts/red-hat-text-latin-wght-normal.woff2",
        "fonts/red-hat-text-latin-ext-wght-normal.woff2",
        "fonts/OFL.txt",
    ],
)
def test_the_tokens_and_the_typeface_are_the_desks_own_byte_for_byte(kind: str, file: str) -> None:
    assert (THEME / kind / "resources" / "css" / file).read_bytes() == (STATIC / file).read_bytes()


def test_login_and_account_share_one_file_of_patternfly_names() -> None:
    login, account = (THEME / kind / "resources" / "css" / "patternfly.css" for kind in ("login", "account"))
    assert login.read_bytes() == account.read_bytes()


def test_no_template_of_the_parent_is_copied_but_the_two_made_for_it_and_the_mails_colours() -> None:
    templates = sorted(str(file.relative_to(THEME)) for file in THEME.rglob("*.ftl"))
    assert templates == ["email/html/style.ftl", "email/html/template.ftl", "login/footer.ftl"]


def test_colours_stand_in_the_tokens_only() -> None:
    for file in THEME.rglob("*.css"):
        if file.name != "tokens.css":
            assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)", file.read_text()) == [], file


def test_nothing_is_fetched_from_elsewhere() -> None:
    for file in THEME.rglob("*"):
        if file.suffix in (".css", ".js", ".ftl", ".svg", ".properties", ".json"):
            found = re.findall(r"https?://[^\s\"')]+|url\(\s*[\"']?//", file.read_text(encoding="utf-8"))
            assert set(found) <= {"http://www.w3.org/2000/svg"}, file


@pytest.mark.parametrize("kind", KINDS)
def test_every_text_of_ours_is_in_both_languages_or_stands_in_for_a_text_of_the_servers(kind: str) -> None:
    login = ("loginHint", "ibokAddress", "toIbok", "officeContact", "passwordRule", "nameInvalid")
    own = {"login": login, "account": (), "email": ("mail",)}
    polish, english = ours(kind, "pl"), ours(kind, "en")
    for key in polish:
        if key.startswith(own[kind] or ("\0",)):
            assert key in english
    assert english.keys() <= polish.keys() | {"general"}


def test_r7_the_option_has_the_regulamins_name() -> None:
    assert ours("login", "pl")["doForgotPassword"] == "Zapomniałeś hasło?"


@pytest.mark.parametrize("language", ["pl", "en"])
def test_every_failed_login_has_the_same_text(language: str) -> None:
    texts = ours("login", language)
    keys = (
        "invalidUserMessage",
        "invalidUsernameMessage",
        "invalidUsernameOrEmailMessage",
        "invalidPasswordMessage",
        "accountTemporarilyDisabledMessage",
        "accountPermanentlyDisabledMessage",
    )
    assert len({texts[key] for key in keys}) == 1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["pl", "en"])
def test_no_text_has_a_lone_apostrophe_which_the_server_would_swallow(kind: str, language: str) -> None:
    if kind == "account":
        return
    for key, text in ours(kind, language).items():
        assert "'" not in text.replace("''", ""), key


def test_customers_are_addressed_without_guessing_their_sex() -> None:
    for kind in KINDS:
        for key, text in ours(kind, "pl").items():
            if key not in ("doForgotPassword", "emailForgotTitle"):
                assert not re.search(r"\w+(łeś|łaś)\b|/eś|/aś", text), f"{kind} {key}: {text}"
