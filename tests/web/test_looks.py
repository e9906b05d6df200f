"""Who looked at a customer's case is written down, once an hour, and no page waits for it or fails by it."""

from uuid import UUID

import pytest

from provisioner.database import Database
from provisioner.journal.events import Event
from provisioner.journal.tables import AuditEntry
from provisioner.staff.roles import Role
from tests.factories import recorded
from tests.web.desk import DeskUnderTest, desk_over
from tests.web.page import Browser, Page
from tests.web.rows import rows
from tests.web.test_busy_database import SECONDS, held

pytestmark = pytest.mark.patient


def looks(desk: DeskUnderTest) -> list[tuple[str, str]]:
    return [(one.actor, one.object_id) for one in rows(desk.database, AuditEntry) if one.event == Event.CASE_VIEWED]


def case_of(desk: DeskUnderTest, number: str = "104233") -> UUID:
    with desk.database.transaction() as session:
        return recorded(session, customer_number=number, email=f"{number}@example.com",
                        email_again=f"{number}@example.com").id  # fmt: skip


def look(browser: Browser, case: UUID, page: str = "") -> Page:
    """Open the page and take all of its answer, as a browser does."""
    seen = browser.get(f"/applications/{case}{page}")
    assert seen.status == 200
    seen.response.close()
    return seen


def test_a_look_is_written_down_once_an_hour_for_each_person_and_case(desk: DeskUnderTest) -> None:
    one, other = case_of(desk), case_of(desk, "104234")
    anna, barbara = desk.as_(Role.CLERK), desk.as_(Role.APPROVER, name="Barbara Lis")
    for browser, case, minutes in ((anna, one, 0), (anna, one, 10), (barbara, one, 10), (anna, other, 9)):
        desk.clock.advance(minutes=minutes)
        look(browser, case)
    who = {name: f"staff:{desk.staff_id(name)}" for name in ("Anna Nowak", "Barbara Lis")}
    seen = [(who["Anna Nowak"], str(one)), (who["Barbara Lis"], str(one)), (who["Anna Nowak"], str(other))]
    assert looks(desk) == seen
    desk.clock.advance(minutes=20)
    look(anna, other)
    desk.clock.advance(minutes=12)
    look(anna, one)
    assert looks(desk) == [*seen, (who["Anna Nowak"], str(one))]


def test_a_desk_that_was_started_anew_asks_the_journal(small_desk: DeskUnderTest) -> None:
    case = case_of(small_desk)
    look(small_desk.as_(Role.CLERK), case)
    again = desk_over(small_desk.database)
    look(again.as_(Role.CLERK), case)
    assert len(looks(small_desk)) == 1


def test_the_form_that_shows_a_customers_data_counts_as_a_look(small_desk: DeskUnderTest) -> None:
    look(small_desk.as_(Role.CLERK), case := case_of(small_desk), "/edit")
    assert [object_id for _, object_id in looks(small_desk)] == [str(case)]


def test_what_shows_nothing_of_a_case_is_no_look(small_desk: DeskUnderTest) -> None:
    browser = small_desk.as_(Role.CLERK)
    for path in (f"/applications/{UUID(int=1)}", "/calendar"):
        browser.get(path).response.close()
    small_desk.nobody().client.get(f"/applications/{case_of(small_desk)}").close()
    assert looks(small_desk) == []


def test_the_history_of_a_case_tells_no_looks(small_desk: DeskUnderTest) -> None:
    browser, case = small_desk.as_(Role.CLERK), case_of(small_desk)
    look(browser, case)
    assert len(looks(small_desk)) == 1
    assert "looked at" not in look(browser, case).main


@pytest.mark.parametrize("times", [1, 3])
def test_a_page_shows_while_the_database_is_busy_and_the_next_look_is_written_down(
    database_url: str, times: int
) -> None:
    database = Database(database_url, SECONDS)
    desk = desk_over(database)
    browser, case = desk.as_(Role.CLERK), case_of(desk)
    with held(database_url):
        for _ in range(times):
            look(browser, case)
    look(browser, case)
    assert len(looks(desk)) == 1
    database.close()


def test_a_page_is_out_before_the_look_is_written_down(small_desk: DeskUnderTest) -> None:
    case = case_of(small_desk)
    seen = small_desk.as_(Role.CLERK).client.get(f"/applications/{case}")
    assert seen.status_code == 200
    assert looks(small_desk) == []
    seen.close()
    assert len(looks(small_desk)) == 1
