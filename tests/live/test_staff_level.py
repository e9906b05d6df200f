"""The second factor at the real Keycloak: demanded by the desk, said by the token, lowered by no login of before."""

import time
from collections.abc import Iterator

import pytest

from provisioner.database import Database
from provisioner.realm.apply import apply, plan
from provisioner.web.gate.keycloak_awake import FOUND_OTHERWISE_COUNTS
from tests.applied_realms import AppliedRealms, realms_on
from tests.keycloak_server import RunningKeycloak
from tests.live.pages import has_code, pkce
from tests.live.staff import ASK_FOR_CODE, SET_UP_CODE, desk_at, hired
from tests.web.desk import DeskUnderTest

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def strict(keycloak_server: RunningKeycloak) -> Iterator[AppliedRealms]:
    """Realms where staff need a one-time code."""
    with realms_on(keycloak_server, staff_otp="required") as realms:
        yield realms


@pytest.fixture
def desk(strict: AppliedRealms, sqlite_url: str) -> Iterator[DeskUnderTest]:
    database = Database(sqlite_url)
    yield desk_at(strict, database)
    database.close()


def test_applying_again_changes_nothing(strict: AppliedRealms) -> None:
    assert plan(strict.admin, strict.settings) == []


def test_a_flow_made_by_an_earlier_version_gets_the_level(keycloak_server: RunningKeycloak) -> None:
    with realms_on(keycloak_server, staff_otp="required") as realms:
        steps = realms.staff.get("authentication", "flows", "staff browser", "executions")
        named = {step["displayName"]: step for step in steps}
        realms.staff.delete("authentication", "executions", named["Condition - Level of Authentication"]["id"])
        before = {**named["staff browser Browser - Conditional 2FA"], "requirement": "REQUIRED"}
        realms.staff.put("authentication", "flows", "staff browser", "executions", body=before)
        shown = [str(change) for change in apply(realms.admin, realms.settings)]
        assert any("Condition - Level of Authentication" in line for line in shown), shown
        assert plan(realms.admin, realms.settings) == []


def test_a_login_with_code_gets_in_stays_in_and_is_taken_as_it_is_the_next_time(
    strict: AppliedRealms, desk: DeskUnderTest
) -> None:
    person = hired(strict, "with-code", "clerk")
    browser = person.sign_in(desk)
    assert person.seed, "the code was set up on the way"
    assert browser.client.get("/").status_code == 200
    desk.clock.advance(minutes=2)
    assert browser.client.get("/").status_code == 200, "the renewed token says the level too"
    assert has_code(person.at_the_door(desk.nobody()))
    assert person.sign_in(desk).client.get("/").status_code == 200


def test_every_login_needs_the_code_whatever_it_asks_for(strict: AppliedRealms, desk: DeskUnderTest) -> None:
    person = hired(strict, "always-code", "clerk")
    person.sign_in(desk)
    back = f"{strict.settings.desk_url}/auth/callback"
    person.new_browser()
    for more in ({}, {"acr_values": "0"}, {"acr_values": "1"}, {"prompt": "login"}):
        person.new_browser()
        page = person.http.authorize("account-desk", back, **more, **pkce()[1])
        assert person.answer(page).kind == ASK_FOR_CODE, more
    person.new_browser()
    page = person.answer(person.http.login_page())
    assert page.kind == ASK_FOR_CODE, "the account console too, where codes are managed"


def test_a_login_from_before_is_raised_to_the_level_not_taken_as_it_is(
    keycloak_server: RunningKeycloak, sqlite_url: str
) -> None:
    with realms_on(keycloak_server, staff_otp="optional") as realms:
        person = hired(realms, "from-before", "clerk")
        lax = desk_at(realms, Database(sqlite_url))
        person.sign_in(lax)
        lax.database.close()
        settings = realms.settings.model_copy(update={"staff_otp": "required"})
        apply(realms.admin, settings)
        strict = AppliedRealms(realms.admin, settings)
        desk = desk_at(strict, Database(sqlite_url))
        page = person.at_the_door(desk.nobody())
        assert not has_code(page)
        while page.kind != SET_UP_CODE:
            page = person.answer(page)
        assert person.sign_in(desk).client.get("/").status_code == 200
        desk.database.close()


def test_a_session_of_the_desk_from_before_ends_where_the_level_is_demanded_from_now_on(
    keycloak_server: RunningKeycloak, sqlite_url: str
) -> None:
    with realms_on(keycloak_server, staff_otp="optional") as realms:
        person = hired(realms, "without-code", "clerk")
        lax = desk_at(realms, Database(sqlite_url))
        browser = person.sign_in(lax)
        strict = AppliedRealms(realms.admin, realms.settings.model_copy(update={"staff_otp": "required"}))
        desk = desk_at(strict, lax.database)
        desk.clock.advance(minutes=2)
        kept = browser.client.get_cookie("desk-8400")
        assert kept
        again = desk.nobody()
        again.client.set_cookie("desk-8400", kept.value)
        assert again.client.get("/").status_code == 303
        lax.database.close()


def test_a_realm_without_the_level_is_told_on_a_page_of_the_desk_until_it_is_applied(
    keycloak_server: RunningKeycloak, sqlite_url: str
) -> None:
    with realms_on(keycloak_server, staff_otp="optional") as realms:
        former = realms.staff.get()
        realms.staff.put(body={"attributes": {**former["attributes"], "acr.loa.map": "{}"}})
        strict = AppliedRealms(realms.admin, realms.settings.model_copy(update={"staff_otp": "required"}))
        desk = desk_at(strict, Database(sqlite_url))
        page = desk.nobody().get("/calendar")
        assert page.status == 503
        assert "provisioner realm apply" in page.main
        apply(realms.admin, strict.settings)
        time.sleep(FOUND_OTHERWISE_COUNTS)
        assert desk.nobody().client.get("/auth/sign-in").status_code == 302
        desk.database.close()
