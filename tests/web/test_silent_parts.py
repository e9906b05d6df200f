"""While Keycloak or the database is silent, every form of the desk gives back what was typed into it."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup, Tag

from provisioner.database import Database
from provisioner.staff.roles import Action, Role, decides
from tests.browser.samples import fill
from tests.emergencies import alone
from tests.web.desk import DeskUnderTest, desk_over
from tests.web.page import Browser
from tests.web.test_busy_database import held
from tests.web.test_every_route import EXPECTED
from tests.web.test_recheck import SILENT

pytestmark = pytest.mark.patient

TEXT = "Zażółć 4711"
MOMENT = 0.05
SCANNED = "paper_code"
"""What a scanner types: it is read once and fills the other fields."""
TYPED = ("text", "search", "email", "tel")


@dataclass(frozen=True)
class Typable:
    """A form that somebody types into: where it is sent, what stands in it, and the names of its texts."""

    address: str
    values: dict[str, str]
    texts: list[str]


@pytest.fixture
def desk(sqlite_url: str) -> Iterator[DeskUnderTest]:
    """A desk with all samples, whose database is waited for only a moment."""
    database = Database(sqlite_url, MOMENT)
    fill(database)
    alone(database)
    yield desk_over(database)
    database.close()


def forms(desk: DeskUnderTest, browser: Browser) -> dict[str, Typable]:
    """One form of every address that something typed is sent to, found by following the links of all pages."""
    urls = desk.app.url_map.bind("localhost")
    seen, waiting, found = set[str](), ["/"], dict[str, Typable]()
    while waiting:
        path = waiting.pop()
        rule = str(urls.match(urlsplit(path).path, "GET", return_rule=True)[0])
        # A case stands somewhere and its page has the forms for that; of every other kind of page one is enough.
        kind = path.partition("?")[0] if rule.endswith("_id>") else rule
        if kind in seen:
            continue
        seen.add(kind)
        answer = browser.client.get(path)
        if answer.mimetype != "text/html" or answer.status_code != 200:
            continue
        soup = BeautifulSoup(answer.text, "html.parser")
        for form in soup.select("form[method=post]"):
            sent = typable(form, path)
            rule = str(urls.match(urlsplit(sent.address).path, "POST", return_rule=True)[0])
            if sent.texts:
                found.setdefault(f"POST {rule}", sent)
        for link in soup.select("a[href^='/']"):
            waiting.append(str(link["href"]).partition("#")[0])
    return found


def typable(form: Tag, page: str) -> Typable:
    values, texts = {}, []
    for control in form.select("input[name], textarea[name], select[name]"):
        name, kind = str(control["name"]), str(control.get("type", "text"))
        if control.name == "select":
            values[name] = str(control.select("option")[-1].get("value", ""))
        elif control.name == "textarea" or kind in TYPED:
            values[name] = TEXT
            texts.append(name)
        elif kind != "file":
            values.setdefault(name, str(control.get("value", "on")))
    return Typable(str(form.get("action") or page), values, texts)


def lost(browser: Browser, forms: dict[str, Typable]) -> dict[str, list[str]]:
    """By route what was typed and is not in the answer, whatever that answer is."""
    missing = dict[str, list[str]]()
    for route, form in forms.items():
        typed = {name: f"{TEXT} {name}" for name in form.texts}
        answer = browser.client.post(form.address, data=form.values | typed)
        assert answer.status_code >= 400, route
        gone = [name for name, text in typed.items() if name != SCANNED and text not in answer.text]
        if gone:
            missing[route] = gone
    return missing


def test_a_decision_that_waits_for_keycloak_gives_back_what_was_typed(desk: DeskUnderTest) -> None:
    browser = desk.as_(*Role, name="Somebody Else")
    known = forms(desk, browser)
    desk.realm.trouble = SILENT
    asked = {route: form for route, form in known.items() if decides(action_of(route))}
    assert len(asked) > 15
    assert lost(browser, asked) == {}


def test_what_waits_for_the_database_gives_back_what_was_typed(desk: DeskUnderTest, sqlite_url: str) -> None:
    browser = desk.as_(*Role, name="Somebody Else")
    known = forms(desk, browser)
    with held(sqlite_url):
        assert lost(browser, known) == {}


def action_of(route: str) -> Action:
    action = EXPECTED[route]
    assert isinstance(action, Action), route
    return action
