"""Keycloak's pages walked without a browser, as a customer of the realm would."""

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode, urlsplit

import requests
from bs4 import BeautifulSoup, Tag

SECONDS = 30


@dataclass
class Page:
    """One answer: what the page is and says."""

    answer: requests.Response
    soup: BeautifulSoup = field(init=False)

    def __post_init__(self) -> None:
        self.soup = BeautifulSoup(self.answer.text, "html.parser")

    @property
    def kind(self) -> str:
        """The page's id, for example `login-login`."""
        return str(self.soup.body.get("data-page-id", "")) if self.soup.body else ""

    @property
    def text(self) -> str:
        """All words of the page's main part, single spaces between them."""
        main = self.soup.find("main")
        return " ".join(main.get_text(" ").split()) if main else ""

    def action(self) -> str:
        """Where the page's form goes."""
        form = self.soup.find("form")
        assert isinstance(form, Tag), f"no form on {self.kind}: {self.text}"
        return str(form["action"])


class CustomersBrowser:
    """Cookies and the account console's code flow."""

    def __init__(self, server: str, realm: str, language: str = "pl") -> None:
        self.realm = f"{server}/realms/{realm}"
        self.http = requests.Session()
        self.http.headers["Accept-Language"] = language

    def open(self, url: str) -> Page:
        """Open an address."""
        return self._page(self.http.get(url, timeout=SECONDS, allow_redirects=False))

    def login_page(self) -> Page:
        """The login page on the way to the account console."""
        return self.authorize("account-console", f"{self.realm}/account/", **pkce()[1])

    def authorize(self, client_id: str, redirect_uri: str, **more: str) -> Page:
        """Start a client's code flow."""
        query = {
            "client_id": client_id,
            "redirect_uri": redirect_uri,
            "response_type": "code",
            "scope": "openid",
            "state": secrets.token_urlsafe(8),
            **more,
        }
        return self.open(f"{self.realm}/protocol/openid-connect/auth?{urlencode(query)}")

    def send(self, page: Page, **fields: str) -> Page:
        """Fill in the page's form and send it."""
        return self._page(self.http.post(page.action(), data=fields, timeout=SECONDS, allow_redirects=False))

    def log_in(self, username: str, password: str) -> Page:
        """Log in; what follows is the next page, or the way back with a code."""
        return self.send(self.login_page(), username=username, password=password)

    def _page(self, answer: requests.Response) -> Page:
        # The session cookies are `Secure` even on plain http, and this client then keeps them to itself.
        for _ in range(5):
            for cookie in self.http.cookies:
                cookie.secure = False
            location = answer.headers.get("Location", "")
            if not location or "code=" in location or "error=" in location:
                break
            answer = self.http.get(location, timeout=SECONDS, allow_redirects=False)
        return Page(answer)


def pkce() -> tuple[str, dict[str, str]]:
    """A fresh verifier, and the parameters that go out with the request."""
    verifier = secrets.token_urlsafe(48)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    return verifier, {"code_challenge": challenge, "code_challenge_method": "S256"}


def answered(page: Page) -> dict[str, str]:
    """What the way back to the application carries: a code, or an error."""
    query = parse_qs(urlsplit(page.answer.headers.get("Location", "")).query)
    return {name: values[0] for name, values in query.items()}


def has_code(page: Page) -> bool:
    """Whether the login is complete: the way back to the application carries a code."""
    return "code" in answered(page)
