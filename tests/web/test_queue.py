"""The queue: everything open, the most urgent first (R4)."""

from datetime import timedelta

from provisioner import applications
from provisioner.staff.roles import Role
from tests.factories import NOW, member, recorded
from tests.web.desk import DeskUnderTest


def test_an_empty_queue_says_what_to_do_next(desk: DeskUnderTest) -> None:
    page = desk.as_(Role.CLERK).get("/")
    assert page.status == 200
    assert "No applications in the queue." in page.main
    assert "New application" in page.main


def test_applications_stand_in_groups_by_urgency_with_their_counts(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        recorded(session)
        recorded(session, customer_number="104234", received_on="1.11.2026", document_date="")
    desk.clock.now = NOW + timedelta(days=1)
    page = desk.as_(Role.APPROVER).get("/")
    assert [h2.get_text(" ", strip=True) for h2 in page.soup.find_all("h2")] == [
        "Overdue 1 application",
        "Later 1 application",
    ]


def test_what_waits_for_the_customer_stands_last_and_is_never_overdue(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        back = recorded(session, customer_number="104234", received_on="1.11.2026", document_date="")
        applications.return_incomplete(
            session, back.id, revision=1, missing="Brak podpisu", by=member(session, "Barbara Lis"), at=NOW
        )
        recorded(session)
    page = desk.as_(Role.APPROVER).get("/")
    assert [h2.get_text(" ", strip=True) for h2 in page.soup.find_all("h2")] == [
        "Later 1 application",
        "On hold (waiting for the customer) 1 application",
    ]
    paused = page.soup.find(class_="group-paused")
    assert paused
    assert "Brak podpisu" in paused.get_text()
    assert "on hold" in paused.get_text()
    assert "late" not in paused.get_text()
