"""Who is out at the real Keycloak is out of the desk: within a minute for reading, at once for a decision."""

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest

from provisioner.applications.tables import Application
from provisioner.cases.status import CaseStatus
from provisioner.database import Database
from tests.applied_realms import AppliedRealms, realms_on
from tests.factories import recorded
from tests.keycloak_server import RunningKeycloak
from tests.live.staff import StaffMember, desk_at, hired
from tests.proxy import running_proxy
from tests.web.desk import DeskUnderTest
from tests.web.rows import rows

pytestmark = pytest.mark.live
TEXT = "Nieczytelna klauzula 2."


@pytest.fixture
def desk(applied_realms: AppliedRealms, sqlite_url: str) -> Iterator[DeskUnderTest]:
    database = Database(sqlite_url)
    yield desk_at(applied_realms, database)
    database.close()


def case_of(desk: DeskUnderTest) -> UUID:
    with desk.database.transaction() as session:
        return recorded(session).id


def status_of(desk: DeskUnderTest) -> CaseStatus:
    return rows(desk.database, Application)[0].status


OUT: dict[str, Callable[[StaffMember], None]] = {
    "disabled": StaffMember.is_disabled,
    "logged-out": StaffMember.is_logged_out,
}


@pytest.mark.parametrize("how", OUT)
def test_somebody_who_is_out_reads_no_longer_than_a_minute(
    applied_realms: AppliedRealms, desk: DeskUnderTest, how: str
) -> None:
    person = hired(applied_realms, f"reads-{how}", "clerk")
    browser = person.sign_in(desk)
    OUT[how](person)
    assert browser.client.get("/").status_code == 200
    desk.clock.advance(seconds=60)
    assert browser.client.get("/").status_code == 303


@pytest.mark.parametrize("how", OUT)
def test_somebody_who_is_out_decides_nothing_any_more(
    applied_realms: AppliedRealms, desk: DeskUnderTest, how: str
) -> None:
    case = case_of(desk)
    person = hired(applied_realms, f"decides-{how}", "approver")
    browser = person.sign_in(desk)
    page = browser.get(f"/applications/{case}")
    OUT[how](person)
    out = browser.send(page, "/refuse", refuse_reason=TEXT)
    assert (out.status, out.form("/refuse")["refuse_reason"]) == (401, TEXT)
    assert status_of(desk) is CaseStatus.RECORDED


def test_a_role_taken_away_is_gone_at_once_for_a_decision_and_within_a_minute_for_reading(
    applied_realms: AppliedRealms, desk: DeskUnderTest
) -> None:
    case = case_of(desk)
    person = hired(applied_realms, "loses-roles", "approver")
    browser = person.sign_in(desk)
    page = browser.get(f"/applications/{case}")
    person.may("clerk")
    assert browser.send(page, "/refuse", refuse_reason=TEXT).status == 403
    assert status_of(desk) is CaseStatus.RECORDED
    person.may()
    assert browser.client.get("/").status_code == 200
    desk.clock.advance(seconds=60)
    assert browser.client.get("/").status_code == 403


def test_a_whole_day_of_rechecks_goes_on_with_one_sign_in(applied_realms: AppliedRealms, desk: DeskUnderTest) -> None:
    browser = hired(applied_realms, "works-all-day", "clerk").sign_in(desk)
    for _ in range(30):
        desk.clock.advance(minutes=15)
        assert browser.client.get("/").status_code == 200


def test_while_keycloak_does_not_answer_reading_goes_on_and_decisions_wait(
    keycloak_server: RunningKeycloak, sqlite_url: str
) -> None:
    with realms_on(keycloak_server) as realms, running_proxy(keycloak_server.url) as proxy:
        # The name in its tokens stays the one that browsers know, as with a fixed host name.
        realms.staff.put(body={"attributes": {"frontendUrl": keycloak_server.url}})
        desk = desk_at(realms, Database(sqlite_url), proxy.url)
        case = case_of(desk)
        browser = hired(realms, "waits", "approver").sign_in(desk)
        page = browser.get(f"/applications/{case}")
        proxy.refuse = True
        desk.clock.advance(minutes=5)
        assert browser.get("/").status == 200
        waits = browser.send(page, "/refuse", refuse_reason=TEXT)
        assert (waits.status, waits.form("/refuse")["refuse_reason"]) == (503, TEXT)
        assert status_of(desk) is CaseStatus.RECORDED
        proxy.refuse = False
        assert browser.send(waits, "/refuse").status == 200
        assert status_of(desk) is CaseStatus.REFUSED
        desk.database.close()


def test_signing_out_of_the_desk_ends_the_login_at_keycloak_although_the_browser_never_goes_there(
    applied_realms: AppliedRealms, desk: DeskUnderTest
) -> None:
    person = hired(applied_realms, "signs-out", "clerk")
    browser = person.sign_in(desk)
    assert applied_realms.staff.get("users", person.id, "sessions")
    browser.client.post("/auth/sign-out", data=browser.get("/").form("/auth/sign-out"))
    assert applied_realms.staff.get("users", person.id, "sessions") == []
