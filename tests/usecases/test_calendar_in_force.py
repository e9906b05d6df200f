"""The office's calendar by its own rules, read at once or one after the other (R4)."""

from provisioner import office
from provisioner.database import Database
from tests.factories import TODAY
from tests.web.test_statements import counted

SHUT = TODAY.replace(day=25)


def test_rules_and_closed_days_read_together_are_those_read_apart(database: Database) -> None:
    with database.transaction() as session:
        office.change(session, "saturday_is_working", "true")
        office.change(session, "email_clock", "same_day")
        office.close(session, SHUT, "inwentaryzacja")
    with database.reading() as session, counted(database) as sent:
        together = office.calendar_in_force(session)
        assert len(sent) == 1
        assert office.rules(session).email_clock == "same_day"
        assert len(sent) == 1, "what is read is remembered"
    with database.reading() as session:
        assert together == office.calendar(session, office.rules(session))
    assert together.closed_days == {SHUT: "inwentaryzacja"}
    assert together.saturday_is_working
