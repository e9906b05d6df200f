"""The utility's own iBOK logs customers in: a small client of ours reads who they are."""

import base64
import json
import re
import secrets
from typing import Any

import pytest
import requests
from bs4 import Tag
from pydantic import SecretStr

from provisioner.realm.apply import apply, plan
from provisioner.realm.difference import Change
from tests.applied_realms import AppliedRealms, customer, realms_on
from tests.keycloak_server import RunningKeycloak
from tests.live.pages import CustomersBrowser, answered, pkce
from tests.sink import Sink, text_of

pytestmark = pytest.mark.live
CALLBACK = "https://ibok.example.com/login/return"


@pytest.fixture(scope="module")
def portal(applied_realms: AppliedRealms) -> AppliedRealms:
    """The realms with the iBOK's client added."""
    added = {"portal_redirect_uri": CALLBACK, "portal_client_secret": SecretStr(secrets.token_urlsafe(32))}
    settings = applied_realms.settings.model_copy(update=added)
    realms = AppliedRealms(applied_realms.admin, settings)
    assert {change.path.split(" / ")[1] for change in apply(realms.admin, settings)} == {"clients", "keys"}
    return realms


def claims(portal: AppliedRealms) -> dict[str, Any]:
    """What the iBOK learns from a customer's login."""
    body = customer("portal-customer", requiredActions=[])
    body["credentials"][0]["temporary"] = False
    users = f"{portal.settings.keycloak_url}{portal.customers.path('users')}"
    assert portal.as_provisioner().post(users, json=body, timeout=30).status_code in (201, 409)
    browser = CustomersBrowser(portal.settings.keycloak_url, portal.customers.name)
    verifier, challenge = pkce()
    page = browser.authorize("ibok", CALLBACK, **challenge)
    code = answered(browser.send(page, username="portal-customer", password="abcd2345efgh6789"))["code"]
    form = {
        "grant_type": "authorization_code",
        "client_id": "ibok",
        "client_secret": portal.secret("portal_client_secret"),
        "redirect_uri": CALLBACK,
        "code": code,
        "code_verifier": verifier,
    }
    answer = requests.post(f"{browser.realm}/protocol/openid-connect/token", data=form, timeout=30)
    assert answer.status_code == 200, answer.text
    return dict(json.loads(base64.urlsafe_b64decode(answer.json()["id_token"].split(".")[1] + "==")))


def test_the_ibok_learns_login_and_customer_number_and_nothing_else_of_the_person(portal: AppliedRealms) -> None:
    token = claims(portal)
    assert token["preferred_username"] == "portal-customer"
    assert token["customer_number"] == "104233"
    assert {"email", "name", "given_name", "family_name", "applicationId", "notMe"}.isdisjoint(token)


def test_the_ibok_has_one_way_back_and_needs_pkce(portal: AppliedRealms) -> None:
    browser = CustomersBrowser(portal.settings.keycloak_url, portal.customers.name)
    assert browser.authorize("ibok", CALLBACK + "/x", **pkce()[1]).kind == "login-error"
    assert answered(browser.authorize("ibok", CALLBACK))["error"] == "invalid_request"


def test_applying_again_changes_nothing(portal: AppliedRealms) -> None:
    assert plan(portal.admin, portal.settings) == []


def test_without_the_setting_the_client_is_switched_off_and_with_it_on_again(keycloak_server: RunningKeycloak) -> None:
    added: dict[str, Any] = {
        "portal_redirect_uri": CALLBACK,
        "portal_client_secret": secrets.token_urlsafe(32),
    }
    with realms_on(keycloak_server, **added) as realms:
        without = realms.settings.model_copy(update={"portal_redirect_uri": ""})
        path = f"{realms.customers.name} / clients / ibok / representation / enabled"
        assert Change(path, True, False) in plan(realms.admin, without)
        assert Change(path, True, False) in apply(realms.admin, without)
        browser = CustomersBrowser(realms.settings.keycloak_url, realms.customers.name)
        refused = browser.authorize("ibok", CALLBACK, **pkce()[1])
        assert refused.kind == "login-error", "no customer can be sent there any more"
        assert plan(realms.admin, without) == []
        assert Change(path, False, True) in apply(realms.admin, realms.settings)
        assert browser.authorize("ibok", CALLBACK, **pkce()[1]).kind != "login-error"


def test_a_client_that_got_another_name_is_switched_off_under_the_old_one(keycloak_server: RunningKeycloak) -> None:
    with realms_on(keycloak_server) as realms:
        realms.customers.post("clients", body={"clientId": "somebody-elses", "secret": "x" * 40})
        renamed = realms.settings.model_copy(update={"provisioner_client_id": "worker", "desk_client_id": "desk"})
        apply(realms.admin, renamed)
        for realm, name, on in (
            (realms.customers, "provisioner", False),
            (realms.customers, "worker", True),
            (realms.staff, "account-desk", False),
            (realms.staff, "desk", True),
            (realms.customers, "somebody-elses", True),
        ):
            assert realm.get("clients", query=f"?clientId={name}")[0]["enabled"] is on, name
        assert plan(realms.admin, renamed) == []


def test_whoever_has_set_a_new_password_by_the_link_is_shown_the_way_to_the_ibok(
    keycloak_server: RunningKeycloak, realm_mails: Sink
) -> None:
    mail: dict[str, Any] = {"smtp_security": "none", "smtp_host": "127.0.0.1", "smtp_port": realm_mails.port}
    with realms_on(keycloak_server, ibok_url="https://ibok.example.com/o'konto", **mail) as realms:
        users = f"{realms.settings.keycloak_url}{realms.customers.path('users')}"
        assert realms.as_provisioner().post(users, json=customer("way-back"), timeout=30).status_code == 201
        user = realms.customers.get("users", query="?username=way-back")[0]["id"]
        realms.customers.put("users", user, "execute-actions-email", body=["UPDATE_PASSWORD"])
        browser = CustomersBrowser(realms.settings.keycloak_url, realms.customers.name)
        (link,) = re.findall(r"http\S+action-token\S+", text_of(realm_mails.arrived("way-back@example.com")[-1]))
        page = browser.open(link)
        onward = page.soup.select_one("#kc-info-message a")
        page = browser.open(str(onward["href"])) if onward else page
        done = browser.send(page, **{"password-new": "zażółć12", "password-confirm": "zażółć12"})
        way = done.soup.find("a", string="Zaloguj się")
        assert isinstance(way, Tag), done.text
        assert way["href"] == "https://ibok.example.com/o'konto"
