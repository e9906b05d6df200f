"""An approval of an own entry in an emergency waits like any other, and its word counts as long as that takes (P6)."""

from datetime import timedelta
from uuid import UUID

import pytest

from provisioner import decisions, office
from provisioner.applications.tables import Application
from provisioner.cases.emergency.asking import VALID, NoEmergency, ask
from provisioner.cases.emergency.reviewing import to_review
from provisioner.cases.status import CaseStatus
from provisioner.cases.verdict import Verdict
from provisioner.database import Database
from provisioner.decisions.applying import apply_waiting
from provisioner.staff.roles import Role
from tests.factories import NOW, member, recorded
from tests.usecases.test_emergency import ANNA, BARBARA, at_the_desk, given

WINDOW = timedelta(seconds=30)
LATE = NOW + VALID - timedelta(seconds=5)
"""The decision is given just before the word has run out, and counts after that."""


@pytest.fixture
def case(database: Database) -> UUID:
    with database.transaction() as session:
        office.change(session, "emergency_approval", "true")
        office.change(session, "undo_window_seconds", "30")
        return recorded(session).id


def decide(database: Database, case: UUID, revision: int = 1) -> None:
    with database.transaction() as session:
        verdict = Verdict(CaseStatus.APPROVED, revision)
        decisions.give(session, Application, case, verdict, by=member(session, ANNA), at=LATE)


def test_the_approval_counts_after_its_wait_though_a_colleague_came_meanwhile(database: Database, case: UUID) -> None:
    given(database, case)
    decide(database, case)
    with database.transaction() as session:
        at_the_desk(session, BARBARA, Role.APPROVER, minutes_ago=0)
        assert to_review(session) == []
        assert apply_waiting(session, case, at=LATE + WINDOW) is None
        session.flush()
        (listed,) = to_review(session)
    assert (listed.case.id, listed.case.status) == (case, CaseStatus.APPROVED)


def test_while_it_waits_nobody_is_asked_for_the_word_again(database: Database, case: UUID) -> None:
    given(database, case)
    decide(database, case)
    with pytest.raises(NoEmergency):
        given(database, case, revision=2)


def test_once_it_is_taken_back_the_word_runs_out_as_any_other(database: Database, case: UUID) -> None:
    given(database, case)
    decide(database, case)
    with database.transaction() as session:
        decisions.take_back(session, case, by=member(session, ANNA), at=LATE)
    with database.transaction() as session:
        ask(session, case, revision=2, reason="Nadal nikogo nie ma.", by=member(session, ANNA), at=LATE)
    decide(database, case, revision=2)
