"""The theme's files by themselves."""

import re
from posixpath import normpath

import pytest

from provisioner.settings.shipped import PACKAGE
from provisioner.theme.composed import composed
from provisioner.theme.stamped import plain
from tests.theme.bundles import PLAIN, THEME, ours, parse
from tests.theme.test_brand import LAKESIDE

STATIC = PACKAGE / "web" / "static"
PARENTS = {"login/resources/css/styles.css"}
"""What our theme names and takes from its parent."""
KINDS = ("login", "account", "email")


def text_of(place: str) -> str:
    return THEME[place].decode("utf-8")


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
    assert PLAIN[f"{kind}/resources/css/{file}"] == (STATIC / file).read_bytes()


def test_login_and_account_share_one_file_of_patternfly_names() -> None:
    login, account = (PLAIN[f"{kind}/resources/css/patternfly.css"] for kind in ("login", "account"))
    assert login == account


def test_no_template_of_the_parent_is_copied_but_those_made_for_it_the_mails_colours_and_the_reset_mail() -> None:
    templates = sorted(place for place in THEME if place.endswith(".ftl"))
    assert templates == [
        "email/html/password-reset.ftl",
        "email/html/style.ftl",
        "email/html/template.ftl",
        "email/text/password-reset.ftl",
        "login/footer.ftl",
    ]


def test_colours_stand_in_the_tokens_only() -> None:
    for place in (place for place in THEME if place.endswith(".css")):
        if "/tokens." not in place:
            assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)", text_of(place)) == [], place


def test_nothing_is_fetched_from_elsewhere() -> None:
    for place in THEME:
        if place.endswith((".css", ".js", ".ftl", ".svg", ".properties", ".json")):
            found = re.findall(r"https?://[^\s\"')]+|url\(\s*[\"']?//", text_of(place))
            assert set(found) <= {"http://www.w3.org/2000/svg"}, place


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_a_kind_of_page_names_is_in_the_theme(kind: str) -> None:
    properties = parse(text_of(f"{kind}/theme.properties"))
    named = [
        f"{kind}/resources/{word.removeprefix('/')}"
        for key in ("styles", "scripts", "favicons", "logo", "favIcon")
        for word in properties.get(key, "").split()
    ]
    for place in (place for place in THEME if place.startswith(f"{kind}/")):
        if place.endswith(".css"):
            named += [normpath(f"{place}/../{file}") for file in re.findall(r'url\("([^"]+)"\)', text_of(place))]
        if place.endswith(".ftl"):
            named += [normpath(f"{place}/../{file}") for file in re.findall(r'<#include "([^"]+)">', text_of(place))]
    assert named
    assert set(named) - PARENTS <= THEME.keys()


@pytest.mark.parametrize("kind", ["login", "account"])
def test_a_style_or_script_has_another_name_when_it_has_another_content(kind: str) -> None:
    """Browsers keep it for 30 days without asking again."""
    shipped, lakeside = (parse(theme[f"{kind}/theme.properties"].decode()) for theme in (THEME, composed(LAKESIDE)))
    assert shipped["styles"].split()[-1] == lakeside["styles"].split()[-1], "desk.css is every brand's"
    tokens = [next(word for word in one["styles"].split() if "tokens" in word) for one in (shipped, lakeside)]
    assert [re.sub(r"[0-9a-f]{12}", "#", word) for word in tokens] == ["css/tokens.#.css"] * 2
    assert tokens[0] != tokens[1]
    named = {f"{kind}/resources/{word}" for key in ("styles", "scripts") for word in shipped[key].split()} - PARENTS
    assert {place for place in THEME if re.match(rf"{kind}/.*\.(css|js)$", place)} == named, "none but those named"
    assert not [place for place in named if plain(place) == place]


def test_nothing_is_left_to_be_filled_in() -> None:
    assert "title=Konto iBOK\n" in text_of("account/theme.properties")
    assert not [place for place, content in THEME.items() if re.search(rb"@[a-z]+@", content)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_text_of_ours_is_in_both_languages_or_stands_in_for_a_text_of_the_servers(kind: str) -> None:
    login = ("loginHint", "ibokAddress", "toIbok", "officeContact", "passwordRule", "nameInvalid")
    named = ("setPassword", "sendLink", "signInNow", "askForNewLink")
    own = {"login": login + named, "account": (), "email": ("mail",)}
    polish, english = ours(kind, "pl"), ours(kind, "en")
    for key in polish:
        if key.startswith(own[kind] or ("\0",)):
            assert key in english
    looked_up = {key for key in english if re.fullmatch(r"Set\\ up\\ .+", key)}
    assert english.keys() - looked_up <= polish.keys() | {"general"}


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


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["pl", "en"])
def test_no_full_stop_follows_a_name_which_may_end_in_one(kind: str, language: str) -> None:
    """A service or a login in a mail; a company, a device or a means of logging in on the account's pages."""
    names = {"login": r"\{(?!\d)\w+\}", "account": r"\{\{(name|userLabel|browser|os)\}\}", "email": r"\{[24]\}"}
    for key, text in ours(kind, language).items():
        if kind != "email" or key.startswith("passwordReset"):
            assert not re.search(names[kind] + r"\.", text), f"{key}: {text}"


def test_passwords_are_asked_for_in_sentences_not_as_numbers_after_a_colon() -> None:
    for language, number in (("pl", "liczba"), ("en", "number of")):
        texts = ours("login", language)
        assert [key for key, text in texts.items() if key.startswith("invalidPassword") and number in text] == []


def test_a_name_put_into_a_polish_sentence_needs_no_other_case() -> None:
    for key, text in ours("account", "pl").items():
        for before in re.findall(r"(.*)\{\{(?:name|userLabel|browser)\}\}", text):
            assert before.endswith((": ", "„")) or "$t(" in before, f"{key}: {text}"
