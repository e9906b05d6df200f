"""A member of staff at the real staff realm and at a desk over it: two browsers' worth of cookies, one person."""

import hashlib
import hmac
import struct
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bs4 import Tag
from pydantic import SecretStr

from provisioner.database import Database
from provisioner.web.app import create_app
from tests.applied_realms import AppliedRealms
from tests.live.pages import CustomersBrowser, Page, has_code
from tests.web.desk import Clock, DeskUnderTest
from tests.web.page import Browser
from tests.web.realm import FakeRealm

PASSWORD = "haslo-pracownika-biura-1"
SET_UP_CODE, ASK_FOR_CODE = "login-login-config-totp", "login-login-otp"
CODE_SECONDS = 30


def desk_at(realms: AppliedRealms, database: Database, keycloak_url: str = "") -> DeskUnderTest:
    """A desk whose staff realm is the real one, reached by way of another address if one is given."""
    more = {"secret_key": SecretStr("s" * 40), "keycloak_internal_url": keycloak_url}
    clock = Clock()
    app = create_app(realms.settings.model_copy(update=more), database, clock=clock)
    return DeskUnderTest(app, database, clock, FakeRealm())


def one_time_code(seed: str, step: int) -> str:
    """The code of a step of half a minute since 1970 (RFC 6238)."""
    digest = hmac.new(seed.encode(), struct.pack(">Q", step), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


@dataclass
class StaffMember:
    """Somebody the realm knows, with a browser of their own."""

    realms: AppliedRealms
    login: str
    id: str
    seed: str = ""
    codes: int = 0
    http: CustomersBrowser = field(init=False)

    def __post_init__(self) -> None:
        self.new_browser()

    def new_browser(self) -> None:
        """Begin again without cookies."""
        self.http = CustomersBrowser(self.realms.settings.keycloak_url, self.realms.staff.name)

    def sign_in(self, desk: DeskUnderTest, browser: Browser | None = None) -> Browser:
        """Sign in to the desk, with a one-time code where the realm asks for one; gives the browser that is in."""
        browser = browser or desk.nobody()
        page = self.at_the_door(browser)
        while not has_code(page):
            page = self.answer(page)
        way_back = urlsplit(page.answer.headers["Location"])
        browser.client.get(f"{way_back.path}?{way_back.query}")
        return browser

    def at_the_door(self, browser: Browser) -> Page:
        """What Keycloak shows to whom the desk has sent there."""
        return self.http.open(browser.client.get("/auth/sign-in").headers["Location"])

    def answer(self, page: Page) -> Page:
        """Fill the page with what it asks for."""
        if page.kind == SET_UP_CODE:
            secret = page.soup.find("input", {"name": "totpSecret"})
            assert isinstance(secret, Tag)
            self.seed = str(secret["value"])
            return self.http.send(page, totp=self.code(), totpSecret=self.seed, userLabel="telefon")
        if page.kind == ASK_FOR_CODE:
            return self.http.send(page, otp=self.code())
        assert page.kind == "login-login", f"{page.kind}: {page.text}"
        return self.http.send(page, username=self.login, password=PASSWORD)

    def code(self) -> str:
        """The next one-time code: each counts once, and the realm takes one that is a step ahead."""
        now = int(time.time()) // CODE_SECONDS
        self.codes = max(now, self.codes + 1)
        if self.codes > now + 1:
            time.sleep((self.codes - 1) * CODE_SECONDS - time.time() + 1)
        return one_time_code(self.seed, self.codes)

    def may(self, *roles: str) -> None:
        """Give the roles of the desk, and take all others."""
        client = self.realms.staff.get("clients", query="?clientId=account-desk")[0]["id"]
        mapped = ("users", self.id, "role-mappings", "clients", client)
        self.realms.staff.delete(*mapped, body=self.realms.staff.get(*mapped))
        self.realms.staff.post(*mapped, body=[self.realms.staff.get("clients", client, "roles", r) for r in roles])

    def is_disabled(self) -> None:
        """An administrator disables the account."""
        self.realms.staff.put("users", self.id, body={"enabled": False})

    def is_logged_out(self) -> None:
        """An administrator ends the sessions."""
        self.realms.staff.post("users", self.id, "logout", body={})


def hired(realms: AppliedRealms, login: str, *roles: str) -> StaffMember:
    """A new member of staff with these roles."""
    credential = {"type": "password", "value": PASSWORD, "temporary": False}
    realms.staff.post("users", body={"username": login, "enabled": True, "credentials": [credential]})
    found = realms.staff.get("users", query=f"?username={login}&exact=true")[0]["id"]
    person = StaffMember(realms, login, str(found))
    person.may(*roles)
    return person
