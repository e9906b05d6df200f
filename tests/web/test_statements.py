"""No page asks the database more than eight times, however much there is to show."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from provisioner.applications.tables import Application
from provisioner.cases import decide
from provisioner.database import Database
from provisioner.outside.tables import ComponentState
from provisioner.staff.roles import Role
from tests.factories import NOW, approved, member, recorded
from tests.web.desk import DeskUnderTest
from tests.web.test_every_route import EXPECTED, address

pytestmark = pytest.mark.sweep

MOST = 8
PAGES = [
    route for route in EXPECTED if route.startswith("GET ") and not route.startswith(("GET /static", "GET /auth/c"))
]
SETTING = ("BEGIN", "PRAGMA", "SHOW", "SET ")


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The statements sent meanwhile, what opens a transaction left out."""
    sent: list[str] = []

    def note(*about: object) -> None:
        if not str(about[2]).startswith(SETTING):
            sent.append(str(about[2]))

    event.listen(database.engine, "before_cursor_execute", note)
    yield sent
    event.remove(database.engine, "before_cursor_execute", note)


@pytest.fixture
def busy_desk(desk: DeskUnderTest) -> DeskUnderTest:
    """A desk with cases of every group, accounts that wait, and something down."""
    with desk.database.transaction() as session:
        for number in range(12):
            case = recorded(
                session, customer_number=f"{200000 + number}", email=f"a{number}@example.com",
                email_again=f"a{number}@example.com", received_on=f"{3 + number}.11.2026", document_date="",
            )  # fmt: skip
            if number % 4 == 0:
                decide.return_incomplete(
                    session,
                    Application,
                    case.id,
                    revision=1,
                    missing="Podpis",
                    by=member(session, "Barbara Lis"),
                    at=NOW,
                )
        for number in range(5):
            approved(session, customer_number=f"{300000 + number}")
        for part in ("keycloak", "mail"):
            session.add(ComponentState(name=part, problem=f"{part}_unreachable", since=NOW, seen_at=NOW))
    return desk


@pytest.mark.parametrize("route", PAGES)
def test_a_page_is_made_of_at_most_eight_statements(busy_desk: DeskUnderTest, route: str) -> None:
    with busy_desk.database.transaction() as session:
        account = approved(session)
        waiting = recorded(session, customer_number="400000")
    browser = busy_desk.as_(*Role, name="Somebody Else")
    browser.get("/calendar")
    _, path = address(route, waiting.id if route.endswith("/edit") else account.case_id, account.id)
    with counted(busy_desk.database) as sent:
        assert browser.client.get(path).status_code in (200, 302, 303, 404)
    assert len(sent) <= MOST, "\n".join(sent)
