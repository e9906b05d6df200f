"""A browser for tests: opens pages, checks what every page promises, fills the form that is really there."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from provisioner.staff.roles import Role
from provisioner.web.gate.recheck import KEY as RECHECK
from provisioner.web.gate.recheck import Recheck
from tests.web.realm import first_token

HEADERS = (
    "Content-Security-Policy", "Strict-Transport-Security", "X-Content-Type-Options", "Referrer-Policy",
    "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Permissions-Policy", "Cache-Control",
)  # fmt: skip
DESCRIBING = ("aria-describedby", "aria-labelledby", "for")


@dataclass
class Page:
    """One answer of the desk, read as HTML."""

    response: TestResponse
    soup: BeautifulSoup

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def text(self) -> str:
        """What a reader sees, single spaces."""
        return re.sub(r"\s+", " ", self.soup.get_text(" ")).strip()

    @property
    def main(self) -> str:
        """The text of the main part only."""
        main = self.soup.find("main")
        return re.sub(r"\s+", " ", main.get_text(" ")).strip() if main else ""

    @property
    def title(self) -> str:
        return self.soup.title.get_text() if self.soup.title else ""

    def form(self, action: str) -> dict[str, str]:
        """What a browser would send for the form with this address (a part of it), buttons left out."""
        return filled(self.form_tag(action))

    def form_tag(self, action: str) -> Tag:
        for form in self.soup.find_all("form"):
            if action in str(form.get("action")):
                return form
        raise AssertionError(f"no form for {action} on {self.title}")

    def has_form(self, action: str) -> bool:
        return any(action in str(form.get("action")) for form in self.soup.find_all("form"))

    def field_error(self, control_id: str) -> str:
        """The message that the control is described by, or an empty text."""
        control = self.soup.find(id=control_id)
        assert isinstance(control, Tag), f"no control {control_id}"
        for target in str(control.get("aria-describedby", "")).split():
            if target.startswith("error-"):
                found = self.soup.find(id=target)
                return found.get_text(" ", strip=True) if found else ""
        return ""

    def summary(self) -> dict[str, str]:
        """The links of the error summary: control, message."""
        box = self.soup.find(id="summary")
        if not isinstance(box, Tag):
            return {}
        return {str(link["href"]).removeprefix("#"): link.get_text(strip=True) for link in box.find_all("a")}


def kept(page: Page) -> dict[str, str]:
    """What was typed and is shown to be copied: label, text."""
    terms, texts = page.soup.select(".kept dt"), page.soup.select(".kept dd")
    return {term.get_text(): text.get_text() for term, text in zip(terms, texts, strict=True)}


def vouched(app: Flask, session: Any, roles: Iterable[Role]) -> None:
    """Let a session know these roles, with a token for the realm that tests use."""
    recheck: Recheck = app.extensions[RECHECK]
    recheck.vouch(session, tuple(roles), first_token(roles))


def filled(form: Tag) -> dict[str, str]:
    """What a browser would send for this form as it stands, buttons left out."""
    values: dict[str, str] = {}
    for control in form.find_all(["input", "textarea", "select"]):
        name, kind = str(control.get("name") or ""), control.get("type", "")
        if not name or (kind in ("radio", "checkbox") and not control.has_attr("checked")):
            continue
        values[name] = _value(control)
    return values


def _value(control: Tag) -> str:
    if control.name == "textarea":
        return control.get_text().removeprefix("\n")
    if control.name == "select":
        chosen = control.find("option", selected=True) or control.find("option")
        return str(chosen.get("value", "")) if isinstance(chosen, Tag) else ""
    return str(control.get("value", "on" if control.get("type") == "checkbox" else ""))


@dataclass
class Browser:
    """Keeps cookies, follows redirects of the desk and checks every page it opens."""

    client: FlaskClient

    def sign_in_as(self, staff_id: UUID, name: str, roles: Iterable[Role], language: str = "en") -> None:
        """Put somebody into the session, as the sign-in does after Keycloak's answer."""
        self.client.set_cookie("desk-language", language)
        with self.client.session_transaction() as session:
            session["staff"] = {"id": str(staff_id), "name": name}
            vouched(self.client.application, session, roles)

    def get(self, path: str, **settings: Any) -> Page:
        return self._page(self.client.get(path, follow_redirects=True, **settings))

    def send(self, page: Page, action: str, *, button: str = "", **changed: str) -> Page:
        """Send the form of a page with what was typed into it."""
        values = page.form(action) | changed
        if button:
            values[button] = "1"
        values = {name: value for name, value in values.items() if value is not None}
        address = str(page.form_tag(action)["action"])
        return self._page(self.client.post(address, data=values, follow_redirects=True))

    def post(self, path: str, **settings: Any) -> Page:
        return self._page(self.client.post(path, follow_redirects=True, **settings))

    def _page(self, response: TestResponse) -> Page:
        page = Page(response, BeautifulSoup(response.get_data(as_text=True), "html.parser"))
        response.close()
        check(page)
        return page


def check(page: Page) -> None:
    """What every page promises, errors included."""
    for name in HEADERS:
        assert page.response.headers.get(name), f"no {name}"
    assert "unsafe-inline" not in page.response.headers["Content-Security-Policy"]
    if page.response.mimetype != "text/html" or not page.soup.find("html"):
        return
    html = page.soup.find("html")
    assert isinstance(html, Tag)
    assert html.get("lang") in ("pl", "en")
    assert page.title
    assert len(page.soup.find_all("h1")) == 1, page.title
    assert not page.soup.find_all("style"), "inline style"
    assert not [tag for tag in page.soup.find_all("script") if not tag.get("src")], "inline script"
    for tag in page.soup.find_all(True):
        assert not [name for name in tag.attrs if name == "style" or name.startswith("on")], tag
    _check_ids(page.soup)


def _check_ids(soup: BeautifulSoup) -> None:
    ids = [str(tag["id"]) for tag in soup.find_all(id=True)]
    assert len(ids) == len(set(ids)), sorted(name for name in ids if ids.count(name) > 1)
    for tag in soup.find_all(True):
        for attribute in DESCRIBING:
            for target in str(tag.get(attribute) or "").split():
                assert target in ids, f"{tag.name} {attribute}={target}"
        href = str(tag.get("href") or "")
        assert not (href.startswith("#") and href != "#" and href[1:] not in ids), href
    labelled = {str(tag["for"]) for tag in soup.find_all("label", attrs={"for": True})}
    for control in soup.find_all(["input", "select", "textarea"]):
        if control.get("type") != "hidden":
            assert control.get("id") in labelled, f"no label: {control}"
