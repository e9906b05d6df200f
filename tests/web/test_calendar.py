"""The calendar answers with the same calculation as the intake; administrators close and open days on it (R4)."""

import pytest

from provisioner import office
from provisioner.journal import Event
from provisioner.staff.roles import Role
from tests.factories import TODAY, recorded
from tests.web.desk import DeskUnderTest
from tests.web.page import Browser, Page
from tests.web.rows import events
from tests.web.test_recheck import SILENT

CLOSED = "/calendar/close"


def test_the_deadline_of_a_day_is_said_with_each_skipped_day(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        office.close(session, TODAY.replace(month=12, day=28), "wolne za 26 grudnia")
    desk.clock.advance(days=29)
    page = desk.as_(Role.AUDITOR).get("/calendar?received_on=23.12&channel=counter")
    assert "by the end of Friday 8 January 2027, from Thursday 31 December 2026 on" in page.main
    for skipped in ("Christmas Eve", "office closed: wolne za 26 grudnia", "Epiphany"):
        assert f"skipped: {skipped}" in page.main


def test_a_day_that_does_not_exist_is_told_at_the_field(small_desk: DeskUnderTest) -> None:
    page = small_desk.as_(Role.AUDITOR).get("/calendar?received_on=31.02")
    assert page.field_error("received_on") == "Write a real day, like 27.11.2026 or 27.11"
    assert page.title.startswith("Error:")


def test_holidays_of_this_and_the_next_year_are_listed(small_desk: DeskUnderTest) -> None:
    page = small_desk.as_(Role.AUDITOR).get("/calendar")
    assert "Days off in 2026" in page.main
    assert "Thu 24 Dec Christmas Eve" in page.main
    assert "Days off in 2027" in page.main


def administrator(desk: DeskUnderTest) -> Browser:
    return desk.as_(Role.ADMINISTRATOR, name="Zofia Mazur")


def close(browser: Browser, day: str, reason: str = "remont") -> Page:
    return browser.send(browser.get("/calendar"), CLOSED, closed_on=day, closed_reason=reason)


def test_r4_a_day_is_closed_once_the_cases_it_touches_were_shown(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        case = recorded(session)
    browser = administrator(desk)
    page = close(browser, "27.11")
    assert "Not saved yet: this would follow" in page.main
    assert "2026/000001 Wed 2 Dec Wed 2 Dec Thu 3 Dec" in page.main
    assert "Their stored last days stay as they are" in page.main
    assert events(desk.database)[-1] is Event.APPLICATION_RECORDED
    page = browser.send(page, CLOSED)
    assert "The office is closed on Friday 27 November 2026." in page.text
    assert "Fri 27 Nov office closed: remont" in page.main
    assert (
        "today it would be Thursday 3 December 2026. The stored deadline stays."
        in browser.get(f"/applications/{case.id}").main
    )
    page = browser.send(page, "/open/2026-11-27")
    assert "2026/000001 Wed 2 Dec Thu 3 Dec Wed 2 Dec" in page.main
    page = browser.send(page, "/open/2026-11-27")
    assert "The office is open on Friday 27 November 2026." in page.text
    assert events(desk.database)[-2:] == [Event.CLOSED_DAY_ADDED, Event.CLOSED_DAY_REMOVED]


def test_a_day_that_touches_no_case_is_closed_at_once(small_desk: DeskUnderTest) -> None:
    assert "The office is closed on Monday 28 December 2026." in close(administrator(small_desk), "28.12").text


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("", "Write the day on which the office is closed"),
        ("31.02", "Write a real day, like 27.11.2026 or 27.11"),
        ("23.11.2026", "This day is over: deadlines are counted by what stood on it"),
        ("28.11.2026", "Nobody works on this day anyway: it is a Saturday, a Sunday or a holiday"),
        ("24.12.2026", "Nobody works on this day anyway: it is a Saturday, a Sunday or a holiday"),
        ("28.12.2040", "This day is more than ten years away: check the year"),
        ("28.12.2026", "The office is closed on this day already: see the list above"),
    ],
)
def test_a_day_that_cannot_be_closed_is_told_at_its_field(small_desk: DeskUnderTest, day: str, said: str) -> None:
    with small_desk.database.transaction() as session:
        office.close(session, TODAY.replace(month=12, day=28), "wolne za 26 grudnia")
    page = close(administrator(small_desk), day, "awaria")
    assert page.status == 400
    assert page.title.startswith("Error:")
    assert page.field_error("closed_on") == said
    assert page.form(CLOSED)["closed_reason"] == "awaria"


def test_a_closed_day_needs_its_reason(small_desk: DeskUnderTest) -> None:
    page = close(administrator(small_desk), "27.11", " ")
    assert page.summary() == {"closed_reason": "Write why the office is closed"}
    assert page.form(CLOSED)["closed_on"] == "27.11"


def test_a_day_opened_meanwhile_is_told(small_desk: DeskUnderTest) -> None:
    browser = administrator(small_desk)
    page = close(browser, "28.12")
    browser.send(page, "/open/2026-12-28")
    again = browser.send(page, "/open/2026-12-28")
    assert again.status == 409
    assert "The office is not closed on that day any more" in again.main


def test_a_day_that_is_over_is_not_opened_any_more(small_desk: DeskUnderTest) -> None:
    browser = administrator(small_desk)
    token = browser.get("/calendar").form("/language")["csrf_token"]
    for day in ("2026-11-23", "2026-13-01", "x"):
        assert browser.post(f"/calendar/open/{day}", data={"csrf_token": token}).status == 404


def test_where_closed_days_change_no_deadline_the_page_says_so(small_desk: DeskUnderTest) -> None:
    with small_desk.database.transaction() as session:
        office.change(session, "closed_days_stop_clock", "no")
    assert "they change no deadline" in administrator(small_desk).get("/calendar").main


def test_everybody_else_reads_the_calendar_without_its_buttons(small_desk: DeskUnderTest) -> None:
    assert not small_desk.as_(Role.APPROVER, name="Barbara Lis").get("/calendar").has_form(CLOSED)


def test_while_keycloak_is_silent_no_day_is_closed_and_what_was_typed_is_kept(small_desk: DeskUnderTest) -> None:
    browser = administrator(small_desk)
    page = browser.get("/calendar")
    small_desk.clock.advance(minutes=2)
    small_desk.realm.trouble = SILENT
    page = browser.send(page, CLOSED, closed_on="28.12", closed_reason="remont")
    assert page.status == 503
    assert page.form(CLOSED)["closed_reason"] == "remont"
    assert events(small_desk.database) == []


def test_the_calendar_of_administrators_speaks_polish(small_desk: DeskUnderTest) -> None:
    browser = administrator(small_desk)
    browser.client.set_cookie("desk-language", "pl")
    page = close(browser, "23.11.2026")
    assert page.field_error("closed_on") == "Ten dzień już minął: terminy policzono według tego, co wtedy obowiązywało"
    assert "BOK zamknięte: 28 grudnia 2026 (poniedziałek)." in close(browser, "28.12").text
