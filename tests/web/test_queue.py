"""The queue: everything open, the most urgent first (R4)."""

from datetime import timedelta

from provisioner.domain.roles import Role
from tests.factories import NOW, recorded
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
