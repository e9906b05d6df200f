"""People at the installation: a browser at an address of its own, staff at the desk, customers at their accounts."""

import re
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import requests
from bs4 import BeautifulSoup, Tag
from requests.adapters import HTTPAdapter

from tests.live.customer import IN, LOGIN, UPDATE_PASSWORD, Customer
from tests.twofold.tally import Unwell
from tests.web.page import filled

SECONDS = 40
OWN = "MojeWlasneHaslo1"
numbers = count(1)


class FromHome(HTTPAdapter):
    """Connects from an address nobody else has: the proxy counts logins by address, as on the internet."""

    def init_poolmanager(self, *rest: Any, **more: Any) -> None:
        number = next(numbers)
        home = f"127.{1 + number // 60000}.{number // 250 % 240}.{1 + number % 250}"
        super().init_poolmanager(*rest, **more, source_address=(home, 0))


def browser(authority: Path) -> requests.Session:
    """A fresh browser that trusts this authority."""
    session = requests.Session()
    session.trust_env, session.verify = False, str(authority)
    session.mount("https://", FromHome())
    return session


@dataclass
class Clerk:
    """A member of staff with a browser, who sends the form that is really there."""

    desk_url: str
    http: requests.Session
    login: str
    password: str = field(repr=False)

    def sign_in(self) -> None:
        """By way of Keycloak's page. Raises Unwell."""
        answer = self.http.get(self.desk_url, timeout=SECONDS)
        form = BeautifulSoup(answer.text, "html.parser").find("form", id="kc-form-login")
        if not isinstance(form, Tag):
            raise Unwell(f"{answer.status_code}, no login page")
        typed = {"username": self.login, "password": self.password}
        self._read(self.http.post(str(form["action"]), typed, timeout=SECONDS))

    def see(self, path: str) -> BeautifulSoup:
        """Open a page of the desk. Raises Unwell."""
        return self._read(self.http.get(urljoin(self.desk_url, path), timeout=SECONDS))[1]

    def send(self, page: BeautifulSoup, action: str, **typed: str) -> str:
        """Send a form; gives the address of the page that follows. Raises Unwell."""
        form = next(one for one in page.find_all("form") if re.search(action, str(one.get("action"))))
        address = urljoin(self.desk_url, str(form["action"]))
        answer = self.http.post(address, filled(form) | typed, headers={"Referer": address}, timeout=SECONDS)
        return self._read(answer)[0]

    def _read(self, answer: requests.Response) -> tuple[str, BeautifulSoup]:
        page = BeautifulSoup(answer.text, "html.parser")
        if answer.status_code != 200 or not answer.url.startswith(self.desk_url):
            heading = page.find("h1")
            raise Unwell(f"{answer.status_code} at {answer.url.split('?')[0]}: {heading and heading.get_text()}")
        return answer.url, page


def open_link(link: str, authority: Path) -> bool:
    """Somebody opens the link of a mail and presses nothing. Raises Unwell."""
    answer = browser(authority).get(link, timeout=SECONDS)
    if answer.status_code != 200:
        raise Unwell(f"{answer.status_code} for the link of a mail")
    return True


@dataclass
class AtHome:
    """A customer with the password of their mail, then with their own."""

    keycloak_url: str
    realm: str
    authority: Path
    login: str
    mailed: str = field(repr=False)
    own: bool = False

    def log_in(self) -> bool:
        """Log in, the first time with the mailed password and an own one; tells that they are in. Raises Unwell."""
        person = Customer(self.keycloak_url, self.realm, http=browser(self.authority))
        try:
            if not self.own and self._first(person):
                return True
            self._arrived(person, person.log_in(self.login, OWN))
        except AssertionError as error:  # A page without the form that belongs on it.
            raise Unwell(str(error)) from error
        self.own = True
        return True

    def _first(self, person: Customer) -> bool:
        """Whether the mailed password still counted: who tries again may have set an own one already."""
        page = person.log_in(self.login, self.mailed)
        if page == LOGIN:
            return False
        if page != UPDATE_PASSWORD:
            raise Unwell(f"{page or 'no page'} after the first login: {person.text[:80]}")
        self._arrived(person, person.set_password(OWN))
        self.own = True
        return True

    def _arrived(self, person: Customer, page: str) -> None:
        if page != IN:
            raise Unwell(f"{page or 'no page'} instead of the account: {person.text[:80]}")
