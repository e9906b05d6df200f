"""Where a customer is logged in, seen and ended by themselves, as the account page's buttons do it."""

from dataclasses import dataclass

import pytest
import requests

from tests.applied_realms import AppliedRealms, customer
from tests.live.pages import SECONDS, CustomersBrowser, answered, has_code, pkce

pytestmark = pytest.mark.live
PASSWORD = "abcd2345efgh6789"


@dataclass
class LoggedIn:
    """One browser with the account page open, and the tokens that page has."""

    browser: CustomersBrowser
    tokens: dict[str, str]

    @property
    def logins(self) -> list[dict[str, object]]:
        """What the page "device activity" lists."""
        answer = requests.get(self._account("devices"), headers=self._as_itself, timeout=SECONDS)
        return [one for device in answer.json() for one in device["sessions"]]

    def ends(self, login: object) -> int:
        """Press "log out" beside a login of the list; gives the status."""
        return requests.delete(self._account(str(login)), headers=self._as_itself, timeout=SECONDS).status_code

    def renews_its_tokens(self) -> bool:
        """What the page does every few minutes."""
        return _tokens(self.browser, grant_type="refresh_token", refresh_token=self.tokens["refresh_token"]).ok

    @property
    def _as_itself(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.tokens['access_token']}", "Accept": "application/json"}

    def _account(self, what: str) -> str:
        return f"{self.browser.realm}/account/sessions/{what}"


def test_a_customer_sees_both_logins_and_ends_the_other_with_its_tokens(applied_realms: AppliedRealms) -> None:
    body = customer("two-devices", PASSWORD)
    body["credentials"][0]["temporary"] = False
    users = f"{applied_realms.settings.keycloak_url}{applied_realms.customers.path('users')}"
    assert applied_realms.as_provisioner().post(users, json=body, timeout=SECONDS).status_code == 201
    here, elsewhere = logged_in(applied_realms), logged_in(applied_realms)
    assert len(here.logins) == 2
    (other,) = [one for one in here.logins if not one.get("current")]
    assert here.ends(other["id"]) == 204
    assert not elsewhere.renews_its_tokens()
    assert elsewhere.browser.login_page().kind == "login-login"
    assert here.renews_its_tokens()
    assert has_code(here.browser.login_page())


def logged_in(realms: AppliedRealms) -> LoggedIn:
    browser = CustomersBrowser(realms.settings.keycloak_url, realms.customers.name)
    verifier, asked = pkce()
    back = f"{browser.realm}/account/"
    page = browser.send(browser.authorize("account-console", back, **asked), username="two-devices", password=PASSWORD)
    code = answered(page)["code"]
    answer = _tokens(browser, grant_type="authorization_code", code=code, redirect_uri=back, code_verifier=verifier)
    return LoggedIn(browser, answer.json())


def _tokens(browser: CustomersBrowser, **form: str) -> requests.Response:
    body = {"client_id": "account-console", **form}
    return requests.post(f"{browser.realm}/protocol/openid-connect/token", data=body, timeout=SECONDS)
