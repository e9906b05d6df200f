"""A fake of the staff realm at HTTP level: real keys, real signatures, answers given through `responses`."""

import json
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import responses
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

from tests.web.desk import KEYCLOAK_URL
from tests.web.page import Browser, Page
from tests.web.realm import first_token

ISSUER = f"{KEYCLOAK_URL}/realms/staff"
ENDPOINT = f"{ISSUER}/protocol/openid-connect"
CODE = "the-code-of-this-sign-in"


class FakeProvider:
    """Signs ID tokens as the staff realm does; a test may ask for wrong ones."""

    def __init__(self) -> None:
        self.key = ECKey.generate_key("P-256", {"kid": "realm-key", "use": "sig", "alg": "ES256"})
        self.rsa = RSAKey.generate_key(2048, {"kid": "realm-rsa", "use": "sig", "alg": "RS256"})
        self.exchanges: list[dict[str, list[str]]] = []
        self.token = ""
        self.roles = ["clerk"]
        self.refusal = ""

    def certs(self) -> dict[str, Any]:
        """The public keys of the realm."""
        return dict(KeySet([self.key, self.rsa]).as_dict(private=False))

    def answer(self, mock: responses.RequestsMock) -> None:
        """Answer the desk's two calls: keys and code exchange."""
        mock.get(f"{ENDPOINT}/certs", json=self.certs())
        mock.add_callback(responses.POST, f"{ENDPOINT}/token", callback=self._exchange)

    def _exchange(self, request: Any) -> tuple[int, dict[str, str], str]:
        self.exchanges.append(parse_qs(request.body))
        if self.refusal:
            return 400, {"Content-Type": "application/json"}, json.dumps({"error": self.refusal})
        body = {"access_token": "access", "token_type": "Bearer", "expires_in": 300, "id_token": self.token}
        body["refresh_token"] = first_token(self.roles)
        return 200, {"Content-Type": "application/json"}, json.dumps(body)

    def claims(self, nonce: str, **changed: Any) -> dict[str, Any]:
        """The claims of a good ID token."""
        now = int(time.time())
        good: dict[str, Any] = {
            "iss": ISSUER, "sub": "subject-1", "aud": "account-desk", "azp": "account-desk", "typ": "ID",
            "exp": now + 300, "iat": now, "auth_time": now, "nonce": nonce, "sid": "keycloak-session",
            "name": "Anna Nowak", "preferred_username": "anna.nowak", "roles": ["clerk"],
        }  # fmt: skip
        return {name: value for name, value in (good | changed).items() if value is not None}

    def sign(self, claims: dict[str, Any], **header: Any) -> str:
        """A token signed with the realm's key."""
        return jwt.encode({"alg": "ES256", "kid": "realm-key"} | header, claims, self.key)


def asked(location: str) -> dict[str, str]:
    """The parameters of a redirect to the provider."""
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}


def begin(browser: Browser, path: str = "/") -> dict[str, str]:
    """Open a page as nobody; gives what the desk asks Keycloak for."""
    first = browser.client.get(path)
    second = browser.client.get(first.headers["Location"])
    assert second.headers["Location"].startswith(f"{ENDPOINT}/auth?")
    return asked(second.headers["Location"])


def come_back(browser: Browser, provider: FakeProvider, wanted: dict[str, str], token: str | None = None) -> Page:
    """Return from Keycloak with a good token, or with the given one."""
    provider.token = token or provider.sign(provider.claims(wanted["nonce"]))
    return browser.get(f"/auth/callback?code={CODE}&state={wanted['state']}&iss={ISSUER}")
