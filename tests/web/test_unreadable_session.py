"""A session that cannot be read or written for whatever reason: our page with its number, never a bare failure."""

import json

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError, ProgrammingError

from provisioner.staff.roles import Role
from provisioner.staff.tables import StaffSession
from tests.web.desk import DeskUnderTest

FAULTS = [
    ProgrammingError("SELECT", {}, Exception("no such table: staff_session")),
    json.JSONDecodeError("Expecting value", "x", 0),
    RuntimeError("anything else"),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
@pytest.mark.parametrize("address", ["/", "/auth/sign-in", "/no-such-page"])
def test_whatever_goes_wrong_while_reading_a_session_leads_to_our_page(
    small_desk: DeskUnderTest, fault: Exception, address: str
) -> None:
    browser = small_desk.as_(Role.CLERK)
    small_desk.break_reading(fault)
    page = browser.get(address)
    assert page.status == 500
    assert "Something failed on our side" in page.text
    assert page.soup.select_one(".notice .mono") is not None
    assert "Traceback" not in page.text


def test_a_row_that_holds_no_session_leads_to_our_page_and_only_for_its_browser(small_desk: DeskUnderTest) -> None:
    browser, other = small_desk.as_(Role.CLERK), small_desk.as_(Role.CLERK, name="Jan Lis")
    with small_desk.database.transaction() as session:
        one = session.scalars(sa.select(StaffSession.id_hash).order_by(StaffSession.created_at)).first()
        session.execute(sa.text("UPDATE staff_session SET data = 'not json' WHERE id_hash = :one"), {"one": one})
    statuses = sorted(found.get("/").status for found in (browser, other))
    assert statuses == [200, 500]


def test_a_silent_database_is_still_told_as_one(small_desk: DeskUnderTest) -> None:
    browser = small_desk.as_(Role.CLERK)
    small_desk.break_reading(OperationalError("x", {}, Exception("no answer")))
    page = browser.get("/")
    assert page.status == 503
    assert "The database does not answer" in page.text
