"""The calendar page answers with the same calculation as the intake (R4)."""

from provisioner import office
from provisioner.staff.roles import Role
from tests.factories import TODAY
from tests.web.desk import DeskUnderTest


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
