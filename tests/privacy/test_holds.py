"""What is held back is not erased, whatever its time says; when the hold is over it is (art. 17(3) GDPR)."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from provisioner import privacy
from provisioner.cases import ReasonMissing, UnknownCase, decide
from provisioner.cases.erased import Erasure
from provisioner.cases.grounds import HoldGround
from provisioner.cases.holds import holding
from provisioner.cases.holds.holding import AlreadyHeld, Held, NotHeld, read_hold
from provisioner.cases.holds.tables import CaseHold
from provisioner.changes.tables import ChangeOfData
from provisioner.database import Database
from provisioner.entry.reader import EntryProblems
from provisioner.journal import Event
from provisioner.journal.verify import verify
from provisioner.privacy import Ground, NotDue
from tests import changed
from tests.factories import NOW, TODAY, member
from tests.journal.desk import keeper
from tests.privacy.desk import LATER, close, ended, erased, erasing, refused, said_anywhere
from tests.together import errors, together
from tests.usecases.test_races import events

UNTIL = date(2027, 12, 31)
OVER = NOW + timedelta(days=500)
TOLD = Held(HoldGround.CLAIMS, "spór o fakturę Żółkiewskiego, sąd w Kartuzach", UNTIL)


@pytest.fixture
def desk(database_url: str, tmp_path: Path) -> Iterator[Database]:
    """A database of a process that may erase, on both kinds."""
    with erasing(database_url, tmp_path) as database:
        yield database


def held(session: Session, case: UUID) -> UUID:
    holding.hold(session, case, TOLD, by=member(session, "Barbara Lis"), at=NOW)
    return case


def night(desk: Database, now: object = LATER) -> int:
    with desk.transaction() as session:
        return privacy.erase_due(session, now, 25)  # type: ignore[arg-type]


def release(session: Session, case: UUID) -> None:
    holding.release(session, case, reason="ugoda", by=member(session, "Barbara Lis"), at=LATER)


def test_what_is_held_back_is_not_erased_until_it_is_released(desk: Database) -> None:
    with desk.transaction() as session:
        case = held(session, refused(session))
    assert night(desk) == 0
    with desk.transaction() as session:
        release(session, case)
    assert night(desk) == 1
    assert said_anywhere(desk) == [], "the reason of the hold names the customer and goes too"
    assert [one for one in events(desk) if one in (Event.CASE_HELD, Event.CASE_RELEASED)] == [
        Event.CASE_HELD, Event.CASE_RELEASED
    ]  # fmt: skip
    with desk.reading() as session:
        assert verify(session, keeper()).faults == []


def test_an_ended_account_is_held_back_too(desk: Database) -> None:
    with desk.transaction() as session:
        held(session, ended(session).case_id)
    assert night(desk) == 0


def test_the_worker_ends_a_hold_after_its_last_day_and_not_on_it(desk: Database) -> None:
    with desk.transaction() as session:
        case = held(session, refused(session))
    last_evening = NOW.replace(year=2027, month=12, day=31, hour=20)
    with desk.transaction() as session:
        assert holding.end_over(session, last_evening, 25) == 0
        assert holding.end_over(session, last_evening + timedelta(hours=6), 25) == 1
        assert holding.end_over(session, last_evening + timedelta(hours=6), 25) == 0
        ended_hold = session.scalars(sa.select(CaseHold)).one()
        assert (ended_hold.case_id, ended_hold.ended_by) == (case, None)
    assert night(desk, OVER) == 1


def test_a_paper_about_a_held_account_stays_with_it(desk: Database) -> None:
    with desk.transaction() as session:
        account = changed.active(session)
        paper = changed.recorded(session, account, phone="602 000 111")
        decide.refuse(
            session,
            ChangeOfData,
            paper.id,
            revision=1,
            reason="nie ten klient",
            by=member(session, "Barbara Lis"),
            at=NOW,
        )
        held(session, account.case_id)
    assert night(desk) == 0
    with desk.transaction() as session, pytest.raises(NotDue):
        privacy.erase(session, paper.id, Ground.REFUSED, at=LATER, actor="worker")
    with desk.transaction() as session:
        release(session, account.case_id)
    assert night(desk) == 1


def test_what_was_erased_before_a_restore_is_erased_again_although_the_backup_holds_it_back(desk: Database) -> None:
    with desk.transaction() as session:
        case = held(session, refused(session))
    with desk.transaction() as session:
        privacy.erase(session, case, Ground.RESTORED, at=LATER, actor="worker")
    assert said_anywhere(desk) == []


def test_one_hold_stands_at_a_time_and_the_former_ones_stay(desk: Database) -> None:
    with desk.transaction() as session:
        case = held(session, refused(session))
        with pytest.raises(AlreadyHeld):
            held(session, case)
        release(session, case)
        held(session, case)
        assert session.scalar(sa.select(sa.func.count()).select_from(CaseHold)) == 2


def test_a_hold_needs_a_case_and_its_end_a_reason(desk: Database) -> None:
    gone = erased(desk)
    with desk.transaction() as session:
        case = held(session, refused(session))
        with pytest.raises(UnknownCase):
            held(session, gone)
        with pytest.raises(ReasonMissing):
            holding.release(session, case, reason=" ", by=member(session, "Barbara Lis"), at=NOW)
        release(session, case)
        with pytest.raises(NotHeld):
            release(session, case)


@pytest.mark.parametrize(
    ("until", "code"),
    [("", "required"), ("24.11.2026", "past"), ("1.1.2020", "past"), ("31.2.2027", "date"), ("1.1.2040", "far_ahead")],
)
def test_the_last_day_lies_ahead(until: str, code: str) -> None:
    raw = {"hold_ground": "claims", "hold_reason": "spór", "hold_until": until}
    with pytest.raises(EntryProblems) as wrong:
        read_hold(raw, today=TODAY)
    assert [(one.field, one.code) for one in wrong.value.problems] == [("hold_until", code)]


def test_everything_wrong_is_told_at_once() -> None:
    with pytest.raises(EntryProblems) as wrong:
        read_hold({}, today=TODAY)
    assert [one.field for one in wrong.value.problems] == ["hold_ground", "hold_reason", "hold_until"]


@pytest.mark.parametrize(
    ("statement", "promise"),
    [
        ("DELETE FROM case_hold", "erased_by_the_door"),
        ("UPDATE case_hold SET ended_at = held_at, ended_by = held_by", "released_for_a_reason"),
        ("UPDATE case_hold SET reason = ''", "held_for_a_reason"),
    ],
)
def test_nobody_ends_a_hold_round_the_door(desk: Database, statement: str, promise: str) -> None:
    with desk.transaction() as session:
        held(session, refused(session))
    with pytest.raises(DatabaseError, match=promise), desk.transaction() as session:
        session.execute(sa.text(statement))


def test_a_hold_that_ended_stays_as_it_was(desk: Database) -> None:
    with desk.transaction() as session:
        case = held(session, refused(session))
        release(session, case)
    with pytest.raises(DatabaseError, match="hold_kept"), desk.transaction() as session:
        session.execute(sa.text("UPDATE case_hold SET ended_at = NULL"))


def test_the_database_refuses_to_note_an_erasure_of_what_is_held(desk: Database) -> None:
    with desk.transaction() as session:
        case = held(session, refused(session))
    note = (
        "INSERT INTO erasure (case_id, number, purpose, status, channel, received_on, recorded_at, recorded_by, "
        "account, ground, erased_at, erased_by) SELECT id, number, purpose, status, channel, received_on, recorded_at, "
        "recorded_by, '', 'refused', recorded_at, 'worker' FROM paper_case WHERE id = :case"
    )
    given = case.hex if desk.engine.dialect.name == "sqlite" else case
    with pytest.raises(DatabaseError, match="held_not_erased"), desk.transaction() as session:
        session.execute(sa.text(note), {"case": given})


HANDS = 6


@pytest.mark.sweep
def test_of_many_who_hold_back_one_does(desk: Database) -> None:
    with desk.transaction() as session:
        case = refused(session)
        for number in range(HANDS):
            member(session, f"Approver {number}")

    def press() -> None:
        with desk.transaction() as session:
            held(session, case)

    assert errors(together(*[press] * HANDS)) == [AlreadyHeld] * (HANDS - 1)
    assert events(desk).count(Event.CASE_HELD) == 1


@pytest.mark.sweep
def test_of_many_who_release_and_the_night_one_ends_it(desk: Database) -> None:
    with desk.transaction() as session:
        case = held(session, refused(session))

    def press() -> None:
        with desk.transaction() as session:
            release(session, case)

    def over() -> None:
        with desk.transaction() as session:
            holding.end_over(session, OVER, 25)

    outcomes = together(*[press, over] * (HANDS // 2))
    assert set(errors(outcomes)) <= {NotHeld}
    assert events(desk).count(Event.CASE_RELEASED) == 1


@pytest.mark.sweep
@pytest.mark.parametrize("round_", range(4))
def test_a_hold_and_an_erasure_at_once_leave_one_of_them(desk: Database, round_: int) -> None:
    with desk.transaction() as session:
        case = refused(session)
        member(session, "Barbara Lis")

    def hold() -> None:
        with desk.transaction() as session:
            held(session, case)

    def erase() -> None:
        with desk.transaction() as session:
            privacy.erase(session, case, Ground.REFUSED, at=LATER, actor="worker")

    outcomes = together(*([erase, hold] if round_ % 2 else [hold, erase]))
    with desk.reading() as session:
        gone = session.scalars(sa.select(Erasure)).all()
        assert verify(session, keeper()).faults == []
    assert errors(outcomes) == ([UnknownCase] if gone else [NotDue])


def test_closed_work_is_no_hold(desk: Database) -> None:
    with desk.transaction() as session:
        refused(session)
        close(session)
    assert night(desk) == 1
