"""A customer at Keycloak's pages, without a browser: opens a page, fills the form that is there, reads what comes."""

import hashlib
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import requests
from bs4 import BeautifulSoup, Tag

LOGIN = "login-login"
UPDATE_PASSWORD = "login-login-update-password"
FORGOTTEN = "login-login-reset-password"
IN = "account"
"""The account console: the customer has arrived."""


@dataclass
class Customer:
    """One person with one cookie jar at one realm."""

    keycloak_url: str
    realm: str
    page: BeautifulSoup = field(default_factory=lambda: BeautifulSoup("", "html.parser"))
    url: str = ""
    http: requests.Session = field(default_factory=requests.Session)
    verifier: str = ""
    too_soon: Callable[[str], bool] = lambda login: False
    """Whether Keycloak has refused this user's last login unread, because it was still counting the one before."""

    def open_login(self) -> str:
        """Go to the account console, which sends one to the login page."""
        self.verifier = secrets.token_urlsafe(48)
        challenge = urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()
        base = f"{self.keycloak_url}/realms/{self.realm}"
        query = urlencode(
            {
                "client_id": "account-console",
                "redirect_uri": f"{base}/account/",
                "response_type": "code",
                "scope": "openid",
                "code_challenge": challenge,
                "code_challenge_method": "S256",
            }
        )
        return self._open(f"{base}/protocol/openid-connect/auth?{query}")

    def log_in(self, login: str, password: str) -> str:
        """Type login and password; gives the id of the page that follows, once Keycloak has looked at them."""
        while True:
            self.open_login()
            page = self.fill(username=login, password=password)
            if page != LOGIN or not self.too_soon(login):
                return page

    def set_password(self, password: str) -> str:
        """Type a new password twice on the page that asks for one."""
        return self.fill(**{"password-new": password, "password-confirm": password})

    def forget(self, login: str) -> str:
        """Use "Zapomniałeś hasło?"."""
        self.open_login()
        link = next(a for a in self.page.find_all("a") if "reset-credentials" in str(a.get("href", "")))
        self._open(urljoin(self.url, str(link["href"])))
        return self.fill(username=login)

    def follow(self, link: str) -> str:
        """Open a link from a mail, in a browser that has no cookie yet."""
        return self._read(self.http.get(link, allow_redirects=False, timeout=30))

    def tokens(self) -> dict[str, str]:
        """What the account console gets for the code with which the customer has arrived."""
        code = parse_qs(urlsplit(self.url).query)["code"][0]
        back = f"{self.keycloak_url}/realms/{self.realm}/account/"
        answer = self.token(grant_type="authorization_code", code=code, code_verifier=self.verifier, redirect_uri=back)
        return dict(answer.json())

    def token(self, **asked: str) -> requests.Response:
        """Ask for tokens, as the account console does."""
        url = f"{self.keycloak_url}/realms/{self.realm}/protocol/openid-connect/token"
        return requests.post(url, {"client_id": "account-console", **asked}, timeout=30)

    def fill(self, **values: str) -> str:
        """Submit the form of the page with its hidden fields and these values."""
        form = self.page.find("form")
        assert isinstance(form, Tag), f"no form on {self.page_id}"
        hidden = {
            str(i["name"]): str(i.get("value", "")) for i in form.find_all("input", type="hidden") if i.get("name")
        }
        return self._read(self.http.post(urljoin(self.url, str(form["action"])), {**hidden, **values}, timeout=30))

    @property
    def page_id(self) -> str:
        """Keycloak's name for the page."""
        marked = self.page.select_one("[data-page-id]")
        return str(marked["data-page-id"]) if marked else ""

    @property
    def text(self) -> str:
        """What the page says."""
        return self.page.get_text(" ", strip=True)

    def _open(self, url: str) -> str:
        return self._read(self.http.get(url, timeout=30))

    def _read(self, answer: requests.Response) -> str:
        self._keep_cookies()
        while answer.is_redirect and "code=" not in answer.headers["Location"]:
            answer = self.http.get(urljoin(answer.url, answer.headers["Location"]), allow_redirects=False, timeout=30)
            self._keep_cookies()
        self.url, self.page = answer.url, BeautifulSoup(answer.text, "html.parser")
        return self.page_id

    def _keep_cookies(self) -> None:
        """Keycloak marks its cookies Secure over http too; requests would drop them."""
        for cookie in self.http.cookies:
            cookie.secure = False
