"""Sessions live on the server: a random id, limits kept there, dead after leaving (ASVS 7.1–7.4)."""

import hashlib

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from provisioner.staff.roles import Role
from provisioner.staff.tables import StaffSession
from tests.web.desk import DeskUnderTest, desk_over
from tests.web.page import Browser, vouched
from tests.web.rows import rows

COOKIE = "desk-8700"


def cookie(browser: Browser, name: str = COOKIE) -> str:
    found = browser.client.get_cookie(name)
    assert found
    return found.value


def test_the_cookie_holds_only_an_id_and_the_table_only_its_hash(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.CLERK)
    value = cookie(browser)
    assert len(value) >= 40
    assert [row.id_hash for row in rows(desk.database, StaffSession)] == [hashlib.sha256(value.encode()).hexdigest()]


def test_the_cookie_is_shut_to_scripts_and_foreign_sites(small_desk: DeskUnderTest) -> None:
    answer = small_desk.nobody().client.get("/auth/sign-in")
    said = answer.headers["Set-Cookie"]
    assert "HttpOnly" in said
    assert "SameSite=Lax" in said
    assert "Path=/" in said


def test_over_tls_the_cookie_is_bound_to_the_host(small_desk: DeskUnderTest) -> None:
    secure = desk_over(
        small_desk.database, desk_url="https://desk.example.com", keycloak_url="https://login.example.com"
    )
    answer = secure.app.test_client().get("/auth/sign-in", base_url="https://desk.example.com")
    said = answer.headers["Set-Cookie"]
    assert said.startswith("__Host-desk-in-")
    assert "Secure" in said
    assert "Domain" not in said


@pytest.mark.parametrize("minutes, signed_in", [(29, True), (31, False)])
def test_an_unused_session_ends_after_half_an_hour(desk: DeskUnderTest, minutes: int, signed_in: bool) -> None:
    browser = desk.as_(Role.CLERK)
    desk.clock.advance(minutes=minutes)
    assert (browser.client.get("/").status_code == 200) == signed_in


def test_a_used_session_ends_after_eight_hours(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.CLERK)
    for _ in range(19):
        desk.clock.advance(minutes=25)
        assert browser.client.get("/").status_code == 200
    desk.clock.advance(minutes=6)
    assert browser.client.get("/").status_code == 303


def test_an_ended_session_is_gone_from_the_table(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.CLERK)
    old = cookie(browser)
    desk.clock.advance(minutes=31)
    browser.client.get("/")
    left = rows(desk.database, StaffSession)
    assert hashlib.sha256(old.encode()).hexdigest() not in [row.id_hash for row in left]
    assert [row.staff_id for row in left if row.staff_id] == []
    assert [row for row in left if "staff" in row.data] == []


def test_after_signing_out_the_old_cookie_opens_nothing(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.CLERK)
    old = cookie(browser)
    browser.client.post("/auth/sign-out", data=browser.get("/").form("/auth/sign-out"))
    browser.client.set_cookie(COOKIE, old)
    assert browser.client.get("/").status_code == 303


def test_an_id_known_before_the_sign_in_is_worth_nothing_after_it(desk: DeskUnderTest) -> None:
    browser = desk.nobody()
    with browser.client.session_transaction() as session:
        session["id_token"] = "of somebody without a role here"
    planted = cookie(browser)
    with browser.client.session_transaction() as session:
        session.end()  # type: ignore[attr-defined]
        session["staff"] = {"id": str(desk.staff_id("Anna")), "name": "Anna"}
        vouched(desk.app, session, [Role.CLERK])
    assert cookie(browser) != planted
    browser.client.set_cookie(COOKIE, planted)
    assert browser.client.get("/").status_code == 303


def test_an_invented_cookie_opens_nothing(desk: DeskUnderTest) -> None:
    browser = desk.nobody()
    browser.client.set_cookie(COOKIE, "invented")
    assert browser.client.get("/").status_code == 303


def test_a_visit_is_noted_and_asked_about_at_most_once_a_minute(small_desk: DeskUnderTest) -> None:
    browser = small_desk.as_(Role.CLERK)
    browser.get("/")
    written: list[str] = []
    event.listen(small_desk.database.engine, "before_cursor_execute", lambda *a: written.append(a[2]))
    for _ in range(3):
        browser.get("/")
    assert [text for text in written if text.startswith(("UPDATE", "INSERT", "DELETE"))] == []
    small_desk.clock.advance(minutes=2)
    browser.get("/")
    assert len([text for text in written if text.startswith("UPDATE")]) == 2, "one to begin asking, one for the answer"
    assert len(small_desk.realm.asked) == 1


def test_a_slow_page_does_not_bring_back_an_ended_session(small_desk: DeskUnderTest) -> None:
    browser = small_desk.as_(Role.CLERK)
    with browser.client.session_transaction() as session:
        with small_desk.database.transaction() as db:
            db.execute(sa.delete(StaffSession))
        session["language"] = "pl"
    assert rows(small_desk.database, StaffSession) == []
