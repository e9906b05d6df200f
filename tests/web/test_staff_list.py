"""The page of staff and roles, and what its review asks for."""

from datetime import timedelta

from provisioner import staff
from provisioner.outside.staff_reading import StaffUser
from provisioner.staff.listing import keep
from provisioner.staff.roles import Role
from tests.factories import NOW
from tests.web.desk import DeskUnderTest

ANNA = StaffUser("s-anna", "anna", "Anna Nowak", True, frozenset({"clerk"}))
GONE = StaffUser("s-gone", "gone", "Piotr Dawny", False, frozenset({"approver"}))


def listed(desk: DeskUnderTest, *users: StaffUser) -> None:
    with desk.database.transaction() as session:
        keep(session, users, at=desk.clock())


def test_before_the_first_reading_the_page_says_so(small_desk: DeskUnderTest) -> None:
    assert "has not been read from Keycloak yet" in small_desk.as_(Role.AUDITOR).get("/staff").text


def test_everybody_stands_with_roles_last_use_and_what_to_look_at_twice(small_desk: DeskUnderTest) -> None:
    listed(small_desk, ANNA, GONE)
    with small_desk.database.transaction() as session:
        staff.signed_in(session, issuer="i", subject="s-anna", name="Anna Nowak", at=NOW - timedelta(days=91))
    page = small_desk.as_(Role.ADMINISTRATOR, name="Zofia Mazur").get("/staff")
    for said in ("Not here for three months", "Disabled, but has a role", "2 people to look at twice",
                 "This list has not been reviewed yet."):  # fmt: skip
        assert said in page.text


def test_a_review_is_noted_and_says_when_the_next_is_due(small_desk: DeskUnderTest) -> None:
    listed(small_desk, ANNA)
    browser = small_desk.as_(Role.ADMINISTRATOR, name="Zofia Mazur")
    said = browser.send(browser.get("/staff"), "/staff/review")
    assert "The review is noted in the journal." in said.text
    assert "Last reviewed by Zofia Mazur, today" in said.text
    assert "Wednesday 24 February 2027" in said.text
    small_desk.clock.advance(days=93)
    later = small_desk.as_(Role.AUDITOR, name="Ewa Lis").get("/staff")
    assert "The review is overdue." in later.text
    assert "Note that the list is right" not in later.text


def test_a_list_that_changed_meanwhile_is_shown_again_and_nothing_noted(small_desk: DeskUnderTest) -> None:
    listed(small_desk, ANNA)
    browser = small_desk.as_(Role.ADMINISTRATOR, name="Zofia Mazur")
    page = browser.get("/staff")
    small_desk.clock.advance(minutes=5)
    listed(small_desk, ANNA, GONE)
    answer = browser.send(page, "/staff/review")
    assert answer.status == 409
    assert "The list has changed since you opened it" in answer.text
    assert "Piotr Dawny" in answer.text
    assert "This list has not been reviewed yet." in answer.text
