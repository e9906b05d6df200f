"""Whoever is out in Keycloak is out of the desk: within a minute for reading, at once for a decision."""

import time
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from provisioner.accounts.tables import Account
from provisioner.applications.tables import Application
from provisioner.cases.status import CaseStatus
from provisioner.journal.events import Event
from provisioner.staff.roles import Action, Role, decides
from provisioner.staff.tables import StaffSession
from provisioner.web.gate.staff_realm import KeycloakSilent, StaffGone
from tests.factories import approved, recorded
from tests.together import together
from tests.web.desk import DeskUnderTest, desk_over
from tests.web.page import Browser
from tests.web.provider import FakeProvider, begin, come_back
from tests.web.rows import count, events, rows
from tests.web.test_every_route import EXPECTED, address
from tests.web.test_intake import NEW, typed

DISABLED = StaffGone("User disabled")
SILENT = KeycloakSilent("ConnectionError")
DECIDING = [
    route
    for route, action in EXPECTED.items()
    if isinstance(action, Action) and decides(action) and route.startswith("POST")
]
"""Whoever only looks at a page for deciders is led to sign in, as on any page."""
COOKIE = "desk-8700"
OLD_KEY = "o" * 40
TEXT = "Nieczytelna klauzula 2."


def case_of(desk: DeskUnderTest) -> UUID:
    with desk.database.transaction() as session:
        return recorded(session).id


def status_of(desk: DeskUnderTest) -> CaseStatus:
    return rows(desk.database, Application)[0].status


def test_the_realm_is_asked_once_a_minute_of_use_each_time_with_a_new_token(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.CLERK)
    for seconds in (0, 30, 29, 2, 30, 31):
        desk.clock.advance(seconds=seconds)
        assert browser.client.get("/").status_code == 200
    assert len(desk.realm.asked) == len(set(desk.realm.asked)) == 2


def test_somebody_disabled_is_out_with_the_first_page_after_a_minute(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.CLERK)
    desk.realm.trouble = DISABLED
    desk.clock.advance(seconds=60)
    answer = browser.client.get("/accounts")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/auth/sign-in?next=/accounts")
    assert rows(desk.database, StaffSession) == []
    assert events(desk.database) == [Event.STAFF_SIGNED_OUT]
    desk.realm.trouble = None
    assert browser.client.get("/").status_code == 303


def test_a_form_of_somebody_who_is_out_keeps_what_was_typed(desk: DeskUnderTest, provider: FakeProvider) -> None:
    browser = desk.nobody()
    come_back(browser, provider, begin(browser))
    form = browser.get(NEW)
    desk.clock.advance(seconds=61)
    desk.realm.trouble = DISABLED
    page = browser.send(form, NEW, **typed(form))
    assert (page.status, page.form(NEW)["last_name"]) == (401, "Żółkiewski")
    assert count(desk.database) == 0
    desk.realm.trouble = None
    come_back(browser, provider, begin(browser))
    assert browser.send(page, NEW).status == 200
    assert count(desk.database) == 1


@pytest.mark.parametrize(("action", "field"), [("/refuse", "refuse_reason"), ("/return", "missing")])
def test_somebody_disabled_cannot_decide_from_this_moment_on(desk: DeskUnderTest, action: str, field: str) -> None:
    case = case_of(desk)
    browser = desk.as_(Role.APPROVER, name="Barbara Lis")
    page = browser.get(f"/applications/{case}")
    desk.realm.trouble = DISABLED
    out = browser.send(page, action, **{field: TEXT})
    assert (out.status, out.form(action)[field]) == (401, TEXT)
    assert status_of(desk) is CaseStatus.RECORDED
    assert browser.client.get("/").status_code == 303


@pytest.mark.parametrize("route", DECIDING)
@pytest.mark.parametrize(("trouble", "status"), [(DISABLED, 401), (SILENT, 503)])
def test_every_decision_is_asked_about(small_desk: DeskUnderTest, route: str, trouble: Exception, status: int) -> None:
    with small_desk.database.transaction() as session:
        account = approved(session)
    browser = small_desk.as_(Role.APPROVER, name="Barbara Lis")
    token = browser.get("/").form("/language")["csrf_token"]
    before = events(small_desk.database)
    small_desk.realm.trouble = trouble
    method, path = address(route, account.case_id, account.id)
    assert browser.client.open(path, method=method, data={"csrf_token": token}).status_code == status
    assert [event for event in events(small_desk.database) if event != Event.STAFF_SIGNED_OUT] == before
    assert [one.status for one in rows(small_desk.database, Account)] == [account.status]


@pytest.mark.parametrize("path", ["applications/{}/unlock-account", "applications/{}/refuse", "cases/{}/hand-over"])
def test_while_the_realm_is_silent_a_case_there_is_not_is_answered_in_words(
    small_desk: DeskUnderTest, path: str
) -> None:
    browser = small_desk.as_(Role.APPROVER, name="Barbara Lis")
    token = browser.get("/").form("/language")["csrf_token"]
    small_desk.realm.trouble = SILENT
    answer = browser.client.post(f"/{path.format(uuid4())}", data={"csrf_token": token})
    assert answer.status_code == 503
    assert "does not answer" in answer.text


def test_only_reading_and_recording_go_on_without_the_realm() -> None:
    assert {action for action in Action if not decides(action)} == {
        Action.READ, Action.RECORD, Action.COMPLETE, Action.AUDIT, Action.PROPOSE_CORRECTION, Action.READ_STAFF,
        Action.OPEN_INCIDENT, Action.READ_INCIDENTS, Action.ASSESS_INCIDENT, Action.SEE_ERASURES, Action.READ_SETTINGS,
        Action.NOTE, Action.READ_NUMBERS, Action.SEND_LETTERS, Action.UNDO_DECISION,
    }  # fmt: skip


def test_a_role_taken_away_is_gone_with_the_same_request(desk: DeskUnderTest) -> None:
    case = case_of(desk)
    browser = desk.as_(Role.APPROVER, name="Barbara Lis")
    page = browser.get(f"/applications/{case}")
    desk.realm.roles = ["clerk"]
    assert browser.send(page, "/approve").status == 403
    assert status_of(desk) is CaseStatus.RECORDED
    assert not browser.get(f"/applications/{case}").has_form("/approve")
    desk.realm.roles = []
    desk.clock.advance(seconds=60)
    assert browser.client.get("/").status_code == 403


def test_a_role_given_counts_too(small_desk: DeskUnderTest) -> None:
    case = case_of(small_desk)
    browser = small_desk.as_(Role.CLERK, name="Barbara Lis")
    small_desk.realm.roles = ["approver"]
    small_desk.clock.advance(seconds=60)
    assert browser.get(f"/applications/{case}").has_form("/approve")


def test_while_keycloak_is_silent_reading_and_recording_go_on(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.CLERK)
    desk.realm.trouble = SILENT
    desk.clock.advance(minutes=20)
    form = browser.get(NEW)
    assert browser.send(form, NEW, **typed(form)).status == 200
    assert count(desk.database) == 1


def test_while_keycloak_is_silent_reading_waits_for_it_once_in_ten_seconds(small_desk: DeskUnderTest) -> None:
    browser = small_desk.as_(Role.CLERK)
    small_desk.realm.trouble = SILENT
    small_desk.clock.advance(minutes=2)
    for seconds in (0, 5, 4):
        small_desk.clock.advance(seconds=seconds)
        browser.get("/")
    assert len(small_desk.realm.asked) == 1
    small_desk.realm.trouble = None
    small_desk.realm.asked.clear()
    small_desk.clock.advance(seconds=1)
    browser.get("/")
    browser.get("/")
    assert len(small_desk.realm.asked) == 1


@pytest.mark.parametrize(("action", "field"), [("/refuse", "refuse_reason"), ("/return", "missing")])
def test_while_keycloak_is_silent_a_decision_waits_and_keeps_its_text(
    desk: DeskUnderTest, action: str, field: str
) -> None:
    case = case_of(desk)
    browser = desk.as_(Role.APPROVER, name="Barbara Lis")
    page = browser.get(f"/applications/{case}")
    desk.realm.trouble = SILENT
    waits = browser.send(page, action, **{field: TEXT})
    assert waits.status == 503
    assert "the login server (Keycloak) does not answer" in waits.main
    assert waits.form(action)[field] == TEXT
    assert status_of(desk) is CaseStatus.RECORDED
    desk.realm.trouble = None
    desk.realm.asked.clear()
    assert browser.send(waits, action).status == 200
    assert status_of(desk) is not CaseStatus.RECORDED


def at_once(desk: DeskUnderTest, browser: Browser, *paths: str) -> list[object]:
    """The same browser opens these pages at the same moment."""
    cookie = browser.client.get_cookie(COOKIE)
    assert cookie

    def open_(path: str) -> int:
        client = desk.app.test_client()
        client.set_cookie(COOKIE, cookie.value)
        return client.get(path).status_code

    return list(together(*(partial(open_, path) for path in paths)))


def test_of_many_pages_at_once_one_uses_the_token_and_the_others_take_its_answer(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.CLERK)
    desk.realm.meanwhile = lambda: time.sleep(0.3)
    desk.clock.advance(seconds=61)
    assert at_once(desk, browser, *["/", "/accounts", "/calendar", "/applications/new"] * 2) == [200] * 8
    assert len(desk.realm.asked) == 1
    assert browser.client.get("/").status_code == 200


def test_of_many_pages_at_once_none_lets_in_somebody_who_is_out(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.CLERK)
    desk.realm.meanwhile, desk.realm.trouble = lambda: time.sleep(0.3), DISABLED
    desk.clock.advance(seconds=61)
    assert at_once(desk, browser, *["/", "/accounts"] * 3) == [303] * 6
    assert events(desk.database) == [Event.STAFF_SIGNED_OUT]


def test_roles_taken_away_do_not_come_back_with_a_slow_page(small_desk: DeskUnderTest) -> None:
    browser = small_desk.as_(Role.CLERK, Role.APPROVER)
    with browser.client.session_transaction() as slow:
        small_desk.realm.roles = ["clerk"]
        small_desk.clock.advance(seconds=60)
        other = small_desk.nobody()
        other.client.set_cookie(COOKIE, slow.key)  # type: ignore[attr-defined]
        assert other.client.get("/").status_code == 200
        slow["_flashes"] = []
    assert [row.roles for row in rows(small_desk.database, StaffSession)] == [["clerk"]]


def test_somebody_logged_out_while_the_realm_is_being_asked_is_out(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.CLERK)

    def log_out() -> None:
        with desk.database.transaction() as db:
            db.execute(sa.delete(StaffSession))

    desk.realm.meanwhile = log_out
    desk.clock.advance(seconds=61)
    assert browser.client.get("/").status_code == 303
    assert rows(desk.database, StaffSession) == []


def test_a_process_killed_while_asking_holds_up_nobody_for_long(small_desk: DeskUnderTest) -> None:
    browser = small_desk.as_(Role.CLERK)
    with small_desk.database.transaction() as db:
        db.execute(sa.update(StaffSession).values(asking_until=small_desk.clock() + timedelta(seconds=30)))
    small_desk.clock.advance(seconds=61)
    assert browser.client.get("/").status_code == 200
    assert len(small_desk.realm.asked) == 1


def test_the_token_is_sealed_and_survives_an_exchange_of_the_key(small_desk: DeskUnderTest) -> None:
    browser = desk_over(small_desk.database, secret_key=OLD_KEY).as_(Role.CLERK)
    (row,) = rows(small_desk.database, StaffSession)
    assert "clerk" not in str(row.refresh_token)
    assert "clerk" not in str(row.data)
    for fallbacks, status in ((OLD_KEY, 200), ("s" * 40, 303)):
        desk = desk_over(small_desk.database, secret_key="n" * 40, secret_key_fallbacks=fallbacks)
        with desk.database.transaction() as db:
            db.execute(sa.update(StaffSession).values(refresh_token=row.refresh_token, confirmed_at=row.confirmed_at))
        desk.clock.advance(minutes=2)
        again = desk.nobody()
        kept = browser.client.get_cookie(COOKIE)
        assert kept
        again.client.set_cookie(COOKIE, kept.value)
        assert again.client.get("/").status_code == status


def test_signing_out_makes_the_token_worth_nothing(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.CLERK)
    browser.client.post("/auth/sign-out", data=browser.get("/").form("/auth/sign-out"))
    assert len(desk.realm.revoked) == 1
    assert events(desk.database) == [Event.STAFF_SIGNED_OUT]


def test_signing_out_works_while_keycloak_is_silent(small_desk: DeskUnderTest) -> None:
    browser = small_desk.as_(Role.CLERK)
    form = browser.get("/").form("/auth/sign-out")
    small_desk.realm.trouble = SILENT
    assert browser.client.post("/auth/sign-out", data=form).status_code == 303
    assert rows(small_desk.database, StaffSession) == []
