"""A second face: pages for anybody, built from what the desk shares, without its staff, sessions and writes."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from bs4 import BeautifulSoup
from flask import Flask, render_template_string, request
from flask.testing import FlaskClient
from sqlalchemy import event

from provisioner.database import Database
from provisioner.settings import branding
from provisioner.web.desk import Desk
from provisioner.web.face import Face, Home, build
from tests.web.desk import Clock, settings
from tests.web.page import Page, check
from tests.web.test_every_route import EXPECTED, routes

ADDRESS = "http://localhost:8900"
PAGE = """{% extends "frame/layout.html" %}{% block title %}{{ language() }}{% endblock %}
{% block main %}<h1>{{ branding.name }}</h1>{% endblock %}"""
SHARED = {"GET /static/<path:filename>", "GET /health/live", "GET /health/ready", "POST /csp-report"}
WRITING = ("INSERT", "UPDATE", "DELETE")


@dataclass
class Visitor:
    """Somebody on the second face, and every statement the database heard meanwhile."""

    app: Flask
    client: FlaskClient
    statements: list[str]

    def get(self, path: str) -> Page:
        """A page that keeps what every page promises."""
        answer = self.client.get(path)
        page = Page(answer, BeautifulSoup(answer.text, "html.parser"))
        check(page)
        return page


def second_face(database: Database) -> Flask:
    """A face with one page, which speaks the language that stands in its address."""
    little = Face(ADDRESS, "Strona", Home("welcome", "Na początek"), lambda: request.args.get("lang"))
    app = build(little, Desk(settings(secret_key=None, desk_client_secret=None), database, Clock(), branding.load()))
    app.add_url_rule("/welcome", "welcome", lambda: render_template_string(PAGE))
    return app


@pytest.fixture
def visitor(sqlite_url: str) -> Iterator[Visitor]:
    database = Database(sqlite_url)
    heard: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *about: heard.append(about[2]))
    app = second_face(database)
    yield Visitor(app, app.test_client(), heard)
    database.close()


def test_its_page_answers_with_every_header_and_the_utilitys_name(visitor: Visitor) -> None:
    page = visitor.get("/welcome")
    assert page.status == 200
    assert branding.load().name in page.main
    assert page.title == "pl – Strona"


def test_its_forms_may_end_nowhere_else(visitor: Visitor) -> None:
    assert "form-action 'self';" in visitor.get("/welcome").response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("asked, spoken", [("", "pl"), ("?lang=en", "en"), ("?lang=de", "pl")])
def test_the_language_is_the_one_its_own_choice_names(visitor: Visitor, asked: str, spoken: str) -> None:
    assert visitor.get(f"/welcome{asked}").title.startswith(spoken)


def test_what_does_not_exist_is_said_in_polish_and_leads_to_its_own_home(visitor: Visitor) -> None:
    page = visitor.get("/nothing")
    assert page.status == 404
    assert "Nie ma takiej strony" in page.main
    assert "kolejce" not in page.main
    button = page.soup.find("a", class_="button")
    assert button
    assert (button["href"], button.get_text()) == ("/welcome", "Na początek")


def test_a_failure_of_its_own_is_told_with_a_number(visitor: Visitor) -> None:
    def broken() -> str:
        raise RuntimeError

    visitor.app.add_url_rule("/broken", "broken", broken)
    page = visitor.get("/broken")
    assert page.status == 500
    assert page.soup.find(class_="mono")


def test_it_has_no_address_of_the_staffs(visitor: Visitor) -> None:
    assert set(routes(visitor.app)) == SHARED | {"GET /welcome"}
    for route in set(EXPECTED) - SHARED:
        method, path = route.split(" ")
        assert visitor.client.open(path, method=method).status_code == 404, route


def test_it_sets_no_cookie_and_writes_nothing(visitor: Visitor) -> None:
    answers = [visitor.client.get(path) for path in ("/welcome", "/nothing", "/health/live", "/health/ready")]
    answers += [visitor.client.post(path, data={"language": "en"}) for path in ("/welcome", "/language", "/csp-report")]
    assert [answer.headers.get("Set-Cookie") for answer in answers] == [None] * len(answers)
    assert visitor.statements
    assert [text for text in visitor.statements if text.lstrip().upper().startswith(WRITING)] == []


def test_a_form_sent_from_elsewhere_is_refused_by_its_own_address(visitor: Visitor) -> None:
    for origin, status in (("http://localhost:8700", 400), (ADDRESS, 405)):
        assert visitor.client.post("/welcome", headers={"Origin": origin}).status_code == status


def test_it_answers_the_probes(visitor: Visitor) -> None:
    assert [visitor.client.get(f"/health/{question}").text for question in ("live", "ready")] == ["ok\n", "ok\n"]
