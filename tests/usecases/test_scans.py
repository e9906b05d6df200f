"""Scans of many hands on one case at the same moment: each file once, removed once, never off a decided case."""

from contextlib import nullcontext as does_not_raise
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from provisioner.cases import FasterColleague
from provisioner.database import Database
from provisioner.journal import Event
from provisioner.scans.checking import note
from provisioner.scans.doors import ScanStays, UnknownScan, add, remove
from provisioner.scans.rules import VirusCheck
from provisioner.scans.signatures import Signature, Verdict
from provisioner.scans.tables import Scan, ScanContent
from provisioner.staff.tables import StaffMember
from tests.factories import NOW, member
from tests.promises.papers import by_sql
from tests.scanned import drawn
from tests.together import errors, together
from tests.usecases.test_races import HANDS, at_once, events, record, refuse

pytestmark = pytest.mark.sweep

SAME, *OTHERS = [
    replace(drawn(f"Strona {number}"), signatures=[Signature(Verdict.UNKNOWN_ISSUER)]) for number in range(3)
]


def bring(session: Session, case: UUID, by: StaffMember) -> object:
    return add(session, case, [SAME], check=False, by=by, at=NOW)


def put(database: Database, *, check: bool = False) -> tuple[UUID, UUID]:
    """A case and its scan."""
    case = record(database)
    with database.transaction() as session:
        add(session, case, [SAME], check=check, by=member(session, "Anna Nowak"), at=NOW)
        return case, session.scalars(sa.select(Scan.id)).one()


def numbers(database: Database) -> list[int]:
    with database.reading() as session:
        return list(session.scalars(sa.select(Scan.number).order_by(Scan.number)))


def test_one_file_brought_by_many_at_once_stands_once(database: Database) -> None:
    assert errors(at_once(database, [bring] * HANDS, record(database))) == []
    assert (numbers(database), events(database).count(Event.SCAN_ADDED)) == ([1], 1)


def test_several_files_brought_at_once_each_get_a_number_of_their_own(database: Database) -> None:
    case = record(database)

    def with_scan(one: object) -> object:
        def door(session: Session, case: UUID, by: StaffMember) -> object:
            return add(session, case, [one], check=False, by=by, at=NOW)  # type: ignore[list-item]

        return door

    assert errors(at_once(database, [with_scan(one) for one in (SAME, *OTHERS)], case)) == []  # type: ignore[misc]
    assert numbers(database) == [1, 2, 3]


def test_a_scan_is_removed_once_however_many_try(database: Database) -> None:
    case, scan = put(database)

    def away(session: Session, case: UUID, by: StaffMember) -> object:
        return remove(session, scan, reason="pomyłka", by=by, at=NOW)

    assert errors(at_once(database, [away] * HANDS, case)) == [UnknownScan] * (HANDS - 1)
    assert (numbers(database), events(database).count(Event.SCAN_REMOVED)) == ([], 1)


def test_a_decision_and_a_removal_at_once_leave_no_decided_case_without_its_scan(database: Database) -> None:
    case, scan = put(database)

    def away(session: Session, case: UUID, by: StaffMember) -> object:
        return remove(session, scan, reason="pomyłka", by=by, at=NOW)

    outcomes = at_once(database, [away, refuse], case)
    assert set(errors(outcomes)) <= {ScanStays, FasterColleague}
    done = events(database)
    if Event.SCAN_REMOVED in done:
        assert done.index(Event.SCAN_REMOVED) < done.index(Event.APPLICATION_REFUSED)
    else:
        assert numbers(database) == [1]


def test_the_scanners_word_is_noted_once(database: Database) -> None:
    _, scan = put(database, check=True)

    def say(check: VirusCheck) -> object:
        with database.transaction() as session:
            note(session, scan, check, "", at=NOW)
        return True

    assert errors(together(*[lambda: say(VirusCheck.CLEAN)] * HANDS)) == []
    assert events(database).count(Event.SCAN_CHECKED) == 1


def test_what_was_added_by_mistake_after_the_decision_is_removed_and_what_it_was_decided_from_stays(
    database: Database,
) -> None:
    case, first = put(database)
    with database.transaction() as session:
        refuse(session, case, member(session, "Barbara Lis"))
    with database.transaction() as session:
        add(session, case, OTHERS[:1], check=False, by=member(session, "Anna Nowak"), at=NOW + timedelta(hours=1))
    with database.reading() as session:
        later = session.scalars(sa.select(Scan.id).where(Scan.id != first)).one()
    for scan, stays in ((later, does_not_raise()), (first, pytest.raises(ScanStays))):
        with stays, database.transaction() as session:
            remove(session, scan, reason="pomyłka", by=member(session, "Anna Nowak"), at=NOW + timedelta(hours=2))
    assert numbers(database) == [1]


@pytest.mark.parametrize(
    ("statement", "promise"),
    [
        ("UPDATE scan SET digest = 'other'", "scan_frozen"),
        ("UPDATE scan_content SET content = ''", "scan_content_frozen"),
        ("UPDATE scan_page SET picture = ''", "scan_page_frozen"),
        ("UPDATE scan_signature SET verdict = 'valid'", "scan_signature_frozen"),
        ("DELETE FROM scan", "scan_kept"),
    ],
)
def test_the_database_itself_keeps_the_scans_of_a_decided_case_as_they_are(
    database: Database, statement: str, promise: str
) -> None:
    case, _ = put(database)
    with database.transaction() as session:
        refuse(session, case, member(session, "Barbara Lis"))
    with pytest.raises(DatabaseError, match=promise):
        by_sql(database, statement)
    with database.reading() as session:
        assert session.scalars(sa.select(ScanContent.content)).one() == SAME.content
