"""An own entry approved in an emergency: by a setting, alone at the desk, asked for first, reviewed by another (P6)."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from provisioner import applications, changes, office
from provisioner.applications.tables import Application
from provisioner.cases import OwnEntry, ReasonMissing
from provisioner.cases.emergency.asking import VALID, NoEmergency, OthersPresent, ask
from provisioner.cases.emergency.reviewing import NothingToReview, Reviewed, review, to_review
from provisioner.cases.emergency.tables import EmergencyApproval, ReviewOutcome
from provisioner.cases.status import CaseStatus
from provisioner.changes.tables import ChangeOfData
from provisioner.database import Database
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry
from provisioner.staff.tables import StaffSession
from tests import changed
from tests.factories import NOW, member, recorded
from tests.together import errors, together

HANDS = 8
ANNA, BARBARA = "Anna Nowak", "Barbara Lis"
WHY = "Reszta działu na szkoleniu, klient wyjeżdża."


@pytest.fixture
def database(database: Database) -> Database:
    """An office that allows it."""
    with database.transaction() as session:
        office.change(session, "emergency_approval", "true")
        member(session, BARBARA)
    return database


def record(database: Database) -> UUID:
    with database.transaction() as session:
        return recorded(session).id


def given(database: Database, case: UUID, who: str = ANNA, revision: int = 1, reason: str = WHY) -> None:
    with database.transaction() as session:
        ask(session, case, revision=revision, reason=reason, by=member(session, who), at=NOW)


def approve(database: Database, case: UUID, who: str = ANNA, after: timedelta = timedelta(minutes=1)) -> None:
    with database.transaction() as session:
        by = member(session, who)
        applications.approve(session, case, revision=1, by=by, at=NOW + after)


def reviewing(database: Database, case: UUID, who: str = BARBARA) -> None:
    found = Reviewed(ReviewOutcome.RIGHT, "Papier się zgadza.")
    with database.transaction() as session:
        review(session, case, found, by=member(session, who), at=NOW + timedelta(hours=1))


def at_the_desk(session: Session, who: str, *roles: str, minutes_ago: int = 5) -> None:
    seen = NOW - timedelta(minutes=minutes_ago)
    session.add(
        StaffSession(
            id_hash=uuid4().hex, staff_id=member(session, who).id, data={}, created_at=seen, last_seen_at=seen,
            roles=list(roles), confirmed_at=seen,
        )
    )  # fmt: skip


def events(database: Database) -> list[Event]:
    with database.reading() as session:
        return list(session.scalars(sa.select(AuditEntry.event).order_by(AuditEntry.seq)))


def test_an_own_entry_is_approved_once_the_word_is_given_and_waits_for_a_review(database: Database) -> None:
    case = record(database)
    with pytest.raises(OwnEntry):
        approve(database, case)
    given(database, case)
    approve(database, case)
    with database.reading() as session:
        one = session.get_one(Application, case)
        assert (one.status, one.one_person_reason) == (CaseStatus.APPROVED, "emergency")
        [waiting] = to_review(session)
        assert (waiting.case.id, waiting.approval.reason) == (case, WHY)
    assert Event.EMERGENCY_ASKED in events(database)
    assert Event.EMERGENCY_USED in events(database)


def test_every_purpose_knows_it(database: Database) -> None:
    with database.transaction() as session:
        account = changed.active(session)
        change = changed.recorded(session, account, ANNA, phone="602 000 111").id
    given(database, change)
    with database.transaction() as session:
        by = member(session, ANNA)
        changes.approve(session, change, revision=1, by=by, at=NOW)
    with database.reading() as session:
        assert session.get_one(ChangeOfData, change).one_person_reason == "emergency"


@pytest.mark.parametrize(
    "why",
    [
        lambda session, case: office.change(session, "emergency_approval", "false"),
        lambda session, case: office.change(session, "four_eyes", "false"),
    ],
)
def test_where_the_office_does_not_allow_or_need_it_nobody_is_asked(
    database: Database, why: Callable[[Session, UUID], object]
) -> None:
    case = record(database)
    with database.transaction() as session:
        why(session, case)
    with pytest.raises(NoEmergency):
        given(database, case)


def test_whoever_may_approve_anyway_needs_no_emergency(database: Database) -> None:
    with pytest.raises(NoEmergency):
        given(database, record(database), BARBARA)


def test_without_a_reason_or_for_another_revision_nothing_is_noted(database: Database) -> None:
    case = record(database)
    with pytest.raises(ReasonMissing):
        given(database, case, reason=" ")
    with pytest.raises(NoEmergency):
        given(database, case, revision=2)
    assert Event.EMERGENCY_ASKED not in events(database)


def test_the_word_counts_for_a_quarter_of_an_hour(database: Database) -> None:
    case = record(database)
    given(database, case)
    with pytest.raises(OwnEntry):
        approve(database, case, after=VALID)


def test_it_is_taken_back_with_the_setting(database: Database) -> None:
    case = record(database)
    given(database, case)
    with database.transaction() as session:
        office.change(session, "emergency_approval", "false")
    with pytest.raises(OwnEntry):
        approve(database, case)


def test_while_another_approver_is_at_the_desk_there_is_no_emergency(database: Database) -> None:
    case = record(database)
    with database.transaction() as session:
        at_the_desk(session, BARBARA, "approver", minutes_ago=45)
        at_the_desk(session, "Celina Bąk", "clerk")
        at_the_desk(session, ANNA, "approver")
    given(database, case)
    with database.transaction() as session:
        at_the_desk(session, BARBARA, "approver")
    for attempt in (given, approve):
        with pytest.raises(OthersPresent) as refused:
            attempt(database, case)
        assert refused.value.names == [BARBARA]


def test_nobody_reviews_an_approval_of_their_own(database: Database) -> None:
    case = record(database)
    given(database, case)
    approve(database, case)
    with pytest.raises(OwnEntry):
        reviewing(database, case, ANNA)
    own = sa.select(EmergencyApproval.asked_by).scalar_subquery()
    noted = sa.update(EmergencyApproval).values(reviewed_by=own, review="w porządku")
    with pytest.raises(IntegrityError, match="reviewed_by_another"), database.transaction() as session:
        session.execute(noted)
    reviewing(database, case)
    with database.reading() as session:
        assert list(to_review(session)) == []


def test_what_was_not_used_or_is_reviewed_already_waits_for_nobody(database: Database) -> None:
    case = record(database)
    with pytest.raises(NothingToReview):
        reviewing(database, case)
    given(database, case)
    with pytest.raises(NothingToReview):
        reviewing(database, case)


@pytest.mark.sweep
def test_of_many_approvals_at_once_one_stands_and_of_many_reviews_one(database: Database) -> None:
    case = record(database)
    given(database, case)
    assert len(errors(together(*([lambda: approve(database, case)] * HANDS)))) == HANDS - 1
    assert events(database).count(Event.EMERGENCY_USED) == 1
    outcomes = together(*([lambda: reviewing(database, case)] * HANDS))
    assert errors(outcomes) == [NothingToReview] * (HANDS - 1)
    assert events(database).count(Event.EMERGENCY_REVIEWED) == 1
