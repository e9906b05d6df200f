"""A thin client of Keycloak's admin REST interface, for operators' commands only.

It fetches its own token, never follows redirects (a token must not travel to another host) and never puts a request
body into an error.
"""

from dataclasses import dataclass, field
from time import monotonic
from typing import Any
from urllib.parse import quote

import requests

from provisioner.realm.credentials import AdminCredentials, Login
from provisioner.realm.difference import Document

TOKEN_MARGIN_SECONDS = 10
OK = frozenset({200, 201, 204})


class RealmError(Exception):
    """The server cannot be reached, or refuses the credentials or a request; the text says which, without secrets."""


@dataclass
class RealmAdmin:
    """An administrator's session at one Keycloak server."""

    base_url: str
    credentials: AdminCredentials
    timeout_seconds: float = 120
    _http: requests.Session = field(default_factory=requests.Session, repr=False)
    _token: str = field(default="", repr=False)
    _token_until: float = 0
    _login: Login | None = field(default=None, repr=False)

    @property
    def as_client(self) -> bool:
        """Whether the commands' own client is signed in, and no administrator. Raises RealmError."""
        self._bearer()
        return self._login is not None and self._login.client

    def realm(self, name: str) -> "RealmAt":
        """The given realm on this server, whether it exists or not."""
        return RealmAt(self, name)

    def version(self) -> str:
        """The server's version, for example `26.7.5`.

        Raises RealmError when the account may not see it: rights in the master realm are needed.
        """
        info = self.call("GET", "/admin/serverinfo").json()
        version = info.get("systemInfo", {}).get("version") if isinstance(info, dict) else None
        if not version:
            raise RealmError("This account may not see the server's version: it needs the role `admin` in `master`.")
        return str(version)

    def call(self, method: str, path: str, body: Any = None, missing_ok: bool = False) -> requests.Response:
        """Send one request and return the answer.

        A plain string goes as text, anything else as JSON. Raises RealmError on every status but 200, 201, 204 and,
        if `missing_ok`, 404.
        """
        headers = {"Authorization": f"Bearer {self._bearer()}"}
        if isinstance(body, str):
            headers["Content-Type"] = "text/plain; charset=utf-8"
            answer = self._send(method, path, headers=headers, data=body.encode())
        else:
            answer = self._send(method, path, headers=headers, json=body)
        if answer.status_code in OK or (missing_ok and answer.status_code == 404):
            return answer
        raise RealmError(f"Keycloak refused {method} {path} with {answer.status_code}: {_reason(answer)}")

    def _bearer(self) -> str:
        if monotonic() >= self._token_until:
            token = self._signed_in()
            self._token = token["access_token"]
            self._token_until = monotonic() + token["expires_in"] - TOKEN_MARGIN_SECONDS
        return self._token

    def _signed_in(self) -> Document:
        """A token of the first whom the server takes, and of nobody else from then on."""
        refused = []
        for login in [self._login] if self._login else self.credentials.logins:
            answer = self._send("POST", "/realms/master/protocol/openid-connect/token", data=login.form)
            if answer.status_code == 200:
                self._login = login
                return dict(answer.json())
            if answer.status_code not in (400, 401):
                raise RealmError(f"Keycloak gave no token: {answer.status_code}: {_reason(answer)}")
            refused.append(f"{login.whose}: {_reason(answer)}")
        raise RealmError(f"Keycloak refuses {'; '.join(refused)}")

    def _send(self, method: str, path: str, **options: Any) -> requests.Response:
        url = self.base_url.rstrip("/") + path
        try:
            return self._http.request(method, url, timeout=self.timeout_seconds, allow_redirects=False, **options)
        except requests.RequestException as error:
            # The exception's own text may quote headers; its type says enough.
            raise RealmError(f"Keycloak at {self.base_url} cannot be reached ({type(error).__name__}).") from None


@dataclass(frozen=True)
class RealmAt:
    """One realm: the same calls with paths relative to `/admin/realms/<realm>`."""

    server: RealmAdmin
    name: str

    def path(self, *parts: str) -> str:
        """The path of a thing in this realm, each part quoted."""
        return "/".join(["/admin/realms", quote(self.name, safe=""), *(quote(part, safe="") for part in parts)])

    def get(self, *parts: str, query: str = "") -> Any:
        """The JSON at that path; RealmError when it is not there."""
        return self.server.call("GET", self.path(*parts) + query).json()

    def find(self, *parts: str, query: str = "") -> Any | None:
        """The JSON at that path; None when it is not there."""
        answer = self.server.call("GET", self.path(*parts) + query, missing_ok=True)
        return None if answer.status_code == 404 else answer.json()

    def client(self, client_id: str) -> Document | None:
        """The client that is called so; None when it is not there, or the realm is not."""
        found = self.find("clients", query=f"?clientId={quote(client_id, safe='')}") or []
        return next((dict(one) for one in found if one["clientId"] == client_id), None)

    def post(self, *parts: str, body: Any) -> None:
        """Create something."""
        self.server.call("POST", self.path(*parts), body)

    def put(self, *parts: str, body: Any = None) -> None:
        """Replace or switch on something."""
        self.server.call("PUT", self.path(*parts), body)

    def delete(self, *parts: str, body: Any = None) -> None:
        """Take something away."""
        self.server.call("DELETE", self.path(*parts), body)

    def representation(self) -> Document | None:
        """The realm's own settings; None when there is no such realm."""
        found = self.find()
        return dict(found) if found is not None else None


def _reason(answer: requests.Response) -> str:
    """What the server says about a refusal; never the submitted values, which `params` may hold."""
    try:
        body = answer.json()
    except ValueError:
        return "no explanation"
    if not isinstance(body, dict):
        return "no explanation"
    text = body.get("errorMessage") or body.get("error_description") or body.get("error") or "no explanation"
    return str(text)[:300]
