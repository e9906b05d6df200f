"""Our texts beside the bundles inside the pinned server: nothing English on a Polish page, no lost placeholder."""

import re

import pytest

from tests.keycloak_server import RunningKeycloak
from tests.theme.bundles import arguments, of_server, ours

pytestmark = pytest.mark.live
KINDS = ["login", "email", "account"]

SAME_IN_BOTH = re.compile(
    r"""^(
      [\W\d]*(\{\{?\w+\}?\}[\W\d]*)* | <0>.*  # placeholders and punctuation only
      | FreeOTP | Google\ Authenticator | Microsoft\ Authenticator | USB | NFC | Bluetooth | Token | Link\ \{0\}
      | Admin | Admin\ CLI | Broker | Avatar | Logo | Status | Passkey | E-?mail
    )$""",
    re.VERBOSE,
)


@pytest.mark.parametrize("kind", KINDS)
def test_every_english_text_of_the_server_has_a_polish_one(keycloak_server: RunningKeycloak, kind: str) -> None:
    english = of_server(keycloak_server.home, kind, "en")
    polish = of_server(keycloak_server.home, kind, "pl") | ours(kind, "pl")
    assert len(english) > 50, "the server's bundles were not found"
    assert sorted(english.keys() - polish.keys()) == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_polish_text_is_the_english_one(keycloak_server: RunningKeycloak, kind: str) -> None:
    english = of_server(keycloak_server.home, kind, "en")
    polish = of_server(keycloak_server.home, kind, "pl") | ours(kind, "pl")
    same = {key: text for key, text in polish.items() if english.get(key) == text and not SAME_IN_BOTH.match(text)}
    assert same == {}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["pl", "en"])
def test_no_text_of_ours_asks_for_what_the_server_does_not_give(
    keycloak_server: RunningKeycloak, kind: str, language: str
) -> None:
    english = of_server(keycloak_server.home, kind, "en")
    for key, text in ours(kind, language).items():
        if key in english:
            # Our template of the reset mail adds the login.
            more = {"{4"} if key.startswith("passwordResetBody") else set()
            assert arguments(text) <= arguments(english[key]) | more, key


@pytest.mark.parametrize("language", ["pl", "en"])
def test_mails_keep_their_link_their_life_and_the_name_of_the_service(
    keycloak_server: RunningKeycloak, language: str
) -> None:
    english = of_server(keycloak_server.home, "email", "en")
    for key, text in ours("email", language).items():
        if key.endswith(("Body", "BodyHtml")) and "{0}" in english.get(key, ""):
            # A notice gives the time and leaves out the network address, which says nothing to a customer.
            left_out = {"{1", "{2"} if key.startswith("event") else set()
            assert arguments(english[key]) - left_out <= arguments(text), key
