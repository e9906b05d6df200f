"""Notes of many hands on one case at the same moment all stand; one sent twice stands once, on both databases."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.cases.notes import note
from provisioner.database import Database
from provisioner.journal import Event
from provisioner.staff.tables import StaffMember
from tests.together import errors, together
from tests.usecases.test_races import HANDS, at_once, events, record

pytestmark = pytest.mark.sweep


def write(session: Session, case: UUID, by: StaffMember) -> object:
    return note(session, case, f"Notatka {by.name}", by=by, at=datetime.now(UTC))


def test_notes_of_many_at_once_all_stand(database: Database) -> None:
    outcomes = at_once(database, [write] * HANDS, record(database))
    assert errors(outcomes) == []
    assert events(database).count(Event.CASE_NOTED) == HANDS


def test_a_note_sent_many_times_at_once_stands_once(database: Database) -> None:
    case = record(database)

    def again() -> bool:
        with database.transaction() as session:
            by = session.scalars(sa.select(StaffMember).order_by(StaffMember.name).limit(1)).one()
            return note(session, case, "Klient przyjdzie w piątek.", by=by, at=datetime.now(UTC))

    assert sorted(together(*([again] * HANDS)), key=bool) == [False] * (HANDS - 1) + [True]
    assert events(database).count(Event.CASE_NOTED) == 1
