"""The list of staff as the worker read it, and its review."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from provisioner import staff
from provisioner.database import Database
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry
from provisioner.outside.staff_reading import StaffUser
from provisioner.staff.listing import ListChanged, colleagues, digest, keep, last_review, next_review, review
from tests.factories import NOW, member
from tests.together import errors, together

ANNA = StaffUser("s-anna", "anna", "Anna Nowak", True, frozenset({"clerk"}))
JAN = StaffUser("s-jan", "jan", "Jan Bąk", True, frozenset({"approver", "auditor"}))


def listed(database: Database, *users: StaffUser, at: datetime = NOW) -> None:
    with database.transaction() as session:
        keep(session, users, at=at)


def seen(database: Database) -> str:
    with database.reading() as session:
        return digest(colleagues(session))


def test_the_list_is_replaced_as_a_whole(database: Database) -> None:
    listed(database, ANNA, JAN)
    listed(database, StaffUser("s-anna", "anna", "Anna Bąk", False, frozenset()), at=NOW + timedelta(hours=1))
    with database.reading() as session:
        (only,) = colleagues(session)
        assert (only.listed.name, only.listed.enabled, only.listed.roles) == ("Anna Bąk", False, [])


def test_people_with_a_role_stand_first_with_their_last_sign_in(database: Database) -> None:
    listed(database, StaffUser("s-ewa", "ewa", "Ewa Abacka", True, frozenset()), JAN, ANNA)
    with database.transaction() as session:
        for at in (NOW, NOW + timedelta(days=2)):
            staff.signed_in(session, issuer="https://login.example/staff", subject="s-jan", name="Jan Bąk", at=at)
    with database.reading() as session:
        found = [(one.listed.name, one.last_sign_in) for one in colleagues(session)]
    assert found == [("Anna Nowak", None), ("Jan Bąk", NOW + timedelta(days=2)), ("Ewa Abacka", None)]


def test_roles_are_those_of_groups_and_of_the_last_sign_in(database: Database) -> None:
    listed(database, ANNA)
    with database.transaction() as session:
        for roles in (["administrator"], ["approver"]):
            staff.signed_in(session, issuer="i", subject="s-anna", name="Anna Nowak", at=NOW, roles=roles)
    with database.reading() as session:
        (only,) = colleagues(session)
    assert only.roles == {"clerk", "approver"}


def test_a_review_is_one_line_that_says_what_was_confirmed(database: Database) -> None:
    listed(database, ANNA, JAN)
    with database.transaction() as session:
        review(session, seen(database), by=member(session, "Zofia Mazur"), at=NOW)
    with database.reading() as session:
        (line,) = session.scalars(sa.select(AuditEntry).where(AuditEntry.event == Event.STAFF_REVIEWED))
        assert line.details == {"people": 2, "digest": digest(colleagues(session))}
        found = last_review(session)
    assert found is not None
    assert (found.at, found.by) == (NOW, "Zofia Mazur")


@pytest.mark.parametrize(
    "now",
    [StaffUser("s-anna", "anna", "Anna Nowak", True, frozenset({"clerk", "approver"})),
     StaffUser("s-anna", "anna", "Anna Nowak", False, frozenset({"clerk"})),
     StaffUser("s-other", "anna", "Anna Nowak", True, frozenset({"clerk"}))],
)  # fmt: skip
def test_a_list_that_has_changed_since_it_was_shown_is_not_confirmed(database: Database, now: StaffUser) -> None:
    listed(database, ANNA)
    shown = seen(database)
    listed(database, now, at=NOW + timedelta(hours=1))
    with database.transaction() as session, pytest.raises(ListChanged):
        review(session, shown, by=member(session, "Zofia Mazur"), at=NOW)


def test_reading_and_reviewing_at_once_confirm_only_what_was_read(database: Database) -> None:
    listed(database, ANNA)
    shown = seen(database)

    def confirm() -> None:
        with database.transaction() as session:
            review(session, shown, by=member(session, "Zofia Mazur"), at=NOW)

    with database.transaction() as session:
        member(session, "Zofia Mazur")
    read = together(*[confirm] * 4, *[lambda: listed(database, ANNA, JAN, at=NOW + timedelta(hours=1))] * 2)
    assert set(errors(read)) <= {ListChanged}
    with database.reading() as session:
        confirmed = session.scalars(sa.select(AuditEntry).where(AuditEntry.event == Event.STAFF_REVIEWED)).all()
    assert {line.details["digest"] for line in confirmed} <= {shown}


def test_the_next_review_is_months_later_by_the_calendar() -> None:
    assert next_review(date(2026, 11, 24), 3) == date(2027, 2, 24)
    assert next_review(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert next_review(datetime(2026, 12, 31, tzinfo=UTC).date(), 12) == date(2027, 12, 31)
