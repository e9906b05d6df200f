"""Holding the data of a case back from its page: why, until when, who; and releasing them."""

from uuid import UUID

import pytest

from provisioner.journal import Event
from provisioner.staff.roles import Role
from tests.factories import recorded
from tests.privacy.desk import refused
from tests.web.desk import DeskUnderTest
from tests.web.page import Browser
from tests.web.rows import events
from tests.web.test_recheck import SILENT

HOLD, RELEASE = "/hold", "/release"
TYPED = {"hold_ground": "claims", "hold_reason": "spór o fakturę z maja", "hold_until": "31.12.2027"}


@pytest.fixture
def case(desk: DeskUnderTest) -> UUID:
    with desk.database.transaction() as session:
        return refused(session)


def approver(desk: DeskUnderTest) -> Browser:
    return desk.as_(Role.APPROVER, name="Barbara Lis")


def test_data_are_held_back_and_released_from_the_case(desk: DeskUnderTest, case: UUID) -> None:
    browser = approver(desk)
    assert "Hold the data back from being erased…" in browser.get(f"/applications/{case}").main
    page = browser.send(browser.get(f"/applications/{case}{HOLD}"), HOLD, **TYPED)
    assert "The data are held back" in page.text
    told = " ".join(page.main.split())
    assert "not erased until the end of Friday 31 December 2027" in told
    assert "claims: to establish, exercise or defend them (GDPR art. 17(3)(e)). Reason: spór o fakturę z maja" in told
    assert "held back by Barbara Lis" in told
    assert "held the data of the case back from being erased" in told
    assert "Reason for holding the data back: – → spór o fakturę z maja" in told
    page = browser.get(f"/applications/{case}{HOLD}")
    page = browser.send(page, RELEASE, release_reason=" ")
    assert (page.status, page.summary()) == (400, {"release_reason": page.field_error("release_reason")})
    page = browser.send(page, RELEASE, release_reason="ugoda")
    assert "the data are erased when their time comes" in page.text
    assert "Hold the data back from being erased…" in page.main
    assert events(desk.database)[-2:] == [Event.CASE_HELD, Event.CASE_RELEASED]


def test_problems_are_told_at_their_fields_and_everything_typed_is_kept(desk: DeskUnderTest, case: UUID) -> None:
    browser = approver(desk)
    page = browser.send(browser.get(f"/applications/{case}{HOLD}"), HOLD, hold_reason="spór", hold_until="1.1.2020")
    assert page.status == 400
    assert page.title.startswith("Error:")
    assert list(page.summary()) == ["hold_ground", "hold_until"]
    assert page.field_error("hold_until") == "Write a day that is still to come"
    assert page.form(HOLD)["hold_reason"] == "spór"
    assert page.form(HOLD)["hold_until"] == "1.1.2020"
    assert Event.CASE_HELD not in events(desk.database)


def test_who_comes_second_is_told(desk: DeskUnderTest, case: UUID) -> None:
    browser, other = approver(desk), desk.as_(Role.ADMINISTRATOR, name="Adam Admin")
    early, late = (one.get(f"/applications/{case}{HOLD}") for one in (browser, other))
    browser.send(early, HOLD, **TYPED)
    page = other.send(late, HOLD, **TYPED)
    assert page.status == 409
    assert "A colleague was faster" in page.main
    assert page.has_form(RELEASE)
    mine = browser.get(f"/applications/{case}{HOLD}")
    other.send(page, RELEASE, release_reason="ugoda")
    assert browser.send(mine, RELEASE, release_reason="ugoda").status == 409


def test_a_clerk_sees_the_hold_and_no_way_to_it(desk: DeskUnderTest, case: UUID) -> None:
    browser = approver(desk)
    browser.send(browser.get(f"/applications/{case}{HOLD}"), HOLD, **TYPED)
    page = desk.as_(Role.CLERK).get(f"/applications/{case}")
    assert "held back by Barbara Lis" in page.main
    assert "Release the data" not in page.main


def test_an_auditor_is_led_to_the_case(desk: DeskUnderTest, case: UUID) -> None:
    page = desk.as_(Role.AUDITOR, name="Ewa Rewizor").get(f"/applications/{case}{HOLD}")
    assert not page.has_form(HOLD)
    assert "2026/000001" in page.title


def test_while_keycloak_is_silent_nothing_is_held_back_or_released(desk: DeskUnderTest, case: UUID) -> None:
    browser = approver(desk)
    page = browser.get(f"/applications/{case}{HOLD}")
    desk.clock.advance(minutes=2)
    desk.realm.trouble = SILENT
    assert browser.send(page, HOLD, **TYPED).status == 503
    assert Event.CASE_HELD not in events(desk.database)


def test_an_unknown_case_is_unknown_here_too(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        recorded(session)
    browser = approver(desk)
    assert browser.client.get(f"/applications/{UUID(int=5)}{HOLD}").status_code == 404


def test_polish_pages(desk: DeskUnderTest, case: UUID) -> None:
    browser = approver(desk)
    browser.client.set_cookie("desk-language", "pl")
    page = browser.send(browser.get(f"/applications/{case}{HOLD}"), HOLD, **TYPED)
    assert "Dane nie zostaną usunięte do końca dnia 31 grudnia 2027 (piątek)" in page.main
