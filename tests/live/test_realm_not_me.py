"""The link "it wasn't me" in the mail of the forgotten password, and who sees its token."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from provisioner.accounts.not_me.links import address_of
from provisioner.mail.language import Language
from tests.applied_realms import AppliedRealms, customer, realms_on
from tests.keycloak_server import RunningKeycloak
from tests.live.customer import IN, Customer
from tests.live.test_realm_forgotten import asked_for_a_link, made
from tests.sink import Sink, text_of

pytestmark = pytest.mark.live
PUBLIC_URL = "https://konto.example.com"
TOKEN = "wR-4_token-of-ours"
OWN = "źdźbło777"


@pytest.fixture(scope="module")
def with_pages(keycloak_server: RunningKeycloak, realm_mails: Sink) -> Iterator[AppliedRealms]:
    """The realms of an office that has pages for customers."""
    mail: dict[str, Any] = {"smtp_security": "none", "smtp_host": "127.0.0.1", "smtp_port": realm_mails.port}
    with realms_on(keycloak_server, public_url=PUBLIC_URL, **mail) as realms:
        yield realms


def attributes(login: str, **more: list[str]) -> dict[str, list[str]]:
    """What a user of ours has, and the token."""
    return {**customer(login)["attributes"], "notMe": [TOKEN], **more}


@pytest.mark.parametrize("language", Language)
def test_the_mail_leads_to_it_wasnt_me_in_both_its_parts(
    with_pages: AppliedRealms, realm_mails: Sink, language: Language
) -> None:
    login = f"not-me-{language}"
    made(with_pages, login, attributes=attributes(login, locale=[language.value]))
    asked_for_a_link(with_pages, login)
    (mail,) = realm_mails.arrived(f"{login}@example.com")
    html, address = mail.get_body(("html",)), address_of(PUBLIC_URL, TOKEN, language)
    assert html is not None
    assert address in text_of(mail).splitlines()
    told, _, foot = str(html.get_content()).partition('class="in foot"')
    assert f'href="{address.replace("&", "&amp;")}"' in foot
    assert "not-me?" not in told, "the button of the mail is the other link"
    assert "''" not in foot


def test_without_a_token_or_without_pages_the_mail_has_no_such_link(
    applied_realms: AppliedRealms, with_pages: AppliedRealms, realm_mails: Sink
) -> None:
    made(with_pages, "not-me-no-token")
    made(applied_realms, "not-me-no-pages", attributes=attributes("not-me-no-pages"))
    for realms, login in ((with_pages, "not-me-no-token"), (applied_realms, "not-me-no-pages")):
        asked_for_a_link(realms, login)
        (mail,) = realm_mails.arrived(f"{login}@example.com")
        html = mail.get_body(("html",))
        assert html is not None
        for part in (text_of(mail), str(html.get_content())):
            assert "action-token" in part
            assert "not-me?" not in part


def test_its_customer_meets_the_token_in_the_mail_only_and_cannot_change_it(with_pages: AppliedRealms) -> None:
    login, realm = "not-me-curious", f"{with_pages.settings.keycloak_url}/realms/{with_pages.customers.name}"
    own = [{"type": "password", "value": OWN, "temporary": False}]
    made(with_pages, login, attributes=attributes(login), credentials=own)
    someone = Customer(with_pages.settings.keycloak_url, with_pages.customers.name)
    assert someone.log_in(login, OWN) == IN
    tokens = someone.tokens()
    asking = {"Authorization": f"Bearer {tokens['access_token']}", "Accept": "application/json"}
    profile = requests.get(f"{realm}/account/?userProfileMetadata=true", headers=asking, timeout=30)
    said = requests.get(f"{realm}/protocol/openid-connect/userinfo", headers=asking, timeout=30)
    assert (profile.status_code, said.status_code) == (200, 200)
    assert "customerNumber" in profile.text
    for shown in (profile.text, said.text, *tokens.values()):
        assert "notMe" not in str(shown)
        assert TOKEN not in str(shown)
    body = profile.json()
    body["attributes"] |= {"notMe": ["of-the-customer"], "locale": ["en"]}
    requests.post(f"{realm}/account/", json=body, headers=asking, timeout=30)
    (stored,) = with_pages.customers.get("users", query=f"?username={login}&exact=true")
    assert stored["attributes"]["notMe"] == [TOKEN], "neither changed nor wiped by what the customer saves"
