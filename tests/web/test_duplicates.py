"""On the case page: another case with the same data may be the same application, and then this one is withdrawn."""

from uuid import UUID

from provisioner import applications
from provisioner.staff.roles import Role
from tests.factories import NOW, member, recorded
from tests.web.desk import DeskUnderTest


def two(desk: DeskUnderTest) -> tuple[UUID, UUID]:
    with desk.database.transaction() as session:
        return recorded(session).id, recorded(session).id


def test_a_clerk_says_so_and_both_cases_lead_to_each_other(desk: DeskUnderTest) -> None:
    first, second = two(desk)
    clerk = desk.as_(Role.CLERK)
    page = clerk.send(clerk.get(f"/applications/{second}"), f"/applications/{second}/same-as", same_as=str(first))
    assert "Withdrawn 2026/000002" in page.text
    assert "The same application was recorded again as 2026/000002" in page.main
    other = clerk.get(f"/applications/{second}")
    assert "The same application goes on as 2026/000001" in other.main
    assert "The same application as 2026/000001." in other.main
    assert not other.has_form(f"/applications/{second}/same-as")


def test_nothing_chosen_changes_nothing_and_is_told_at_the_field(desk: DeskUnderTest) -> None:
    _, second = two(desk)
    clerk = desk.as_(Role.CLERK)
    page = clerk.send(clerk.get(f"/applications/{second}"), f"/applications/{second}/same-as", same_as="")
    assert (page.status, page.field_error("same_as")) == (400, "Choose the case that goes on as this application")


def test_a_withdrawn_case_is_not_offered_nor_is_it_to_who_may_not_withdraw(desk: DeskUnderTest) -> None:
    first, second = two(desk)
    assert not desk.as_(Role.AUDITOR, name="Ewa Lis").get(f"/applications/{second}").has_form("same-as")
    with desk.database.transaction() as session:
        by = member(session, "Barbara Lis")
        applications.withdraw(session, first, revision=1, reason="pomyłka", by=by, at=NOW)
    page = desk.as_(Role.CLERK).get(f"/applications/{second}")
    assert not page.has_form(f"/applications/{second}/same-as")
