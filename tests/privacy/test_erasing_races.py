"""Erasing meets those who edit, read or erase the same case at the same moment (P8)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa

from provisioner import applications, privacy
from provisioner.applications.case import case as whole_case
from provisioner.applications.tables import Application
from provisioner.cases import UnknownCase, decide
from provisioner.cases.erased import Erasure
from provisioner.cases.viewing import all_viewed
from provisioner.database import Database
from provisioner.journal import Event
from provisioner.journal.verify import verify
from provisioner.privacy import Ground, NotDue
from tests.factories import NOW, PRACTICE, TODAY, entry, member, recorded
from tests.journal.desk import keeper
from tests.privacy.desk import CLERK, erasing, said_anywhere
from tests.together import errors, together
from tests.usecases.test_races import events

pytestmark = pytest.mark.sweep

YEAR_LATER = NOW + timedelta(days=400)


@pytest.fixture
def desk(database_url: str, tmp_path: Path) -> Iterator[Database]:
    """A database of a process that may erase, on both kinds."""
    with erasing(database_url, tmp_path) as database:
        yield database


@pytest.fixture
def abandoned(desk: Database) -> UUID:
    """An application that was returned a year ago and that somebody may complete even now."""
    with desk.transaction() as session:
        case = recorded(session).id
        decide.return_incomplete(
            session, Application, case, revision=1, missing="podpis", by=member(session, CLERK), at=NOW
        )
    return case


def erase(desk: Database, case: UUID) -> None:
    with desk.transaction() as session:
        privacy.erase(session, case, Ground.ABANDONED, at=YEAR_LATER, actor="worker", since=NOW)


def complete(desk: Database, case: UUID) -> None:
    with desk.transaction() as session:
        told = replace(entry(session, phone="602 000 111"), completed_on=date(2026, 11, 24))
        by = member(session, CLERK)
        applications.complete(session, case, told, revision=2, practice=PRACTICE, by=by, at=YEAR_LATER)


def test_of_many_who_erase_one_does(desk: Database, abandoned: UUID) -> None:
    outcomes = together(*[lambda: erase(desk, abandoned)] * 6)
    assert errors(outcomes) == [NotDue] * 5
    assert events(desk).count(Event.CASE_ERASED) == 1


def test_a_completion_and_an_erasure_at_once_leave_all_or_nothing(desk: Database, abandoned: UUID) -> None:
    outcomes = together(
        lambda: complete(desk, abandoned), lambda: erase(desk, abandoned), lambda: complete(desk, abandoned)
    )
    with desk.reading() as session:
        erased = session.scalars(sa.select(Erasure)).all()
        assert verify(session, keeper()).faults == []
    if erased:
        assert said_anywhere(desk) == []
        assert errors(outcomes) == [UnknownCase] * 2
    else:
        assert NotDue in errors(outcomes)
        with desk.reading() as session:
            assert session.get_one(Application, abandoned).phone.endswith("602000111")


def test_whoever_completes_what_was_erased_a_moment_ago_is_told(desk: Database, abandoned: UUID) -> None:
    with desk.transaction() as session:
        session.get(Application, abandoned)
    erase(desk, abandoned)
    with pytest.raises(UnknownCase):
        complete(desk, abandoned)


def test_a_reader_sees_the_whole_case_or_none(desk: Database, abandoned: UUID) -> None:
    def read() -> str:
        with desk.reading() as session:
            return whole_case(session, abandoned, today=TODAY).application.email

    outcomes = together(*[read] * 4, lambda: erase(desk, abandoned))
    assert set(errors(outcomes)) <= {UnknownCase}
    assert {one for one in outcomes if isinstance(one, str)} <= {"jozef@example.com"}


def test_a_look_noted_while_the_case_is_erased_keeps_the_chain_whole(desk: Database, abandoned: UUID) -> None:
    def look() -> None:
        with desk.transaction() as session:
            all_viewed(session, [abandoned], by=member(session, CLERK).id, at=YEAR_LATER, decides=True)

    assert errors(together(look, lambda: erase(desk, abandoned), look)) == []
    with desk.reading() as session:
        assert verify(session, keeper()).faults == []
