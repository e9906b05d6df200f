"""A decision waits before it counts: nothing happens meanwhile, and it is taken back or applied, never both (R4)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from provisioner import accounts, applications, decisions, office, worker
from provisioner.accounts.tables import Account
from provisioner.applications.tables import Application
from provisioner.cases import DecisionWaits, FasterColleague, NotApprovable, OwnEntry
from provisioner.cases.queue.open_cases import waiting_count
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.cases.taking.coming import take_next
from provisioner.cases.taking.holding import take
from provisioner.cases.taking.tables import CaseTaking
from provisioner.cases.verdict import Verdict
from provisioner.cases.waiting.listing import uncounted
from provisioner.cases.waiting.tables import WaitingDecision
from provisioner.changes.tables import ChangeOfData
from provisioner.database import Database
from provisioner.decisions.applying import ApplyDecision, apply_waiting
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry
from provisioner.logins.tables import Login
from provisioner.outbox.handlers import Hands
from provisioner.outbox.lease import Lease
from provisioner.outbox.tables import Task
from tests import changed
from tests.factories import NOW, PRACTICE, entry, member, recorded
from tests.together import errors, together

APPROVER, OTHER = "Barbara Lis", "Celina Mak"
SOON = NOW + timedelta(seconds=30)
HANDS = 8
VERDICTS = (
    Verdict(CaseStatus.APPROVED, 1), Verdict(CaseStatus.REFUSED, 1, "brak umowy"),
    Verdict(CaseStatus.INCOMPLETE, 1, "podpis"),
)  # fmt: skip


@pytest.fixture
def database(database: Database) -> Database:
    """With time to take a decision back."""
    with database.transaction() as session:
        office.change(session, "undo_window_seconds", "30")
    return database


def record(database: Database, **typed: Any) -> UUID:
    with database.transaction() as session:
        return recorded(session, **typed).id


def give(
    database: Database, case: UUID, verdict: Verdict = VERDICTS[0], by: str = APPROVER, kind: type[Case] = Application
) -> decisions.Given:
    with database.transaction() as session:
        return decisions.give(session, kind, case, verdict, by=member(session, by), at=NOW)


def take_back(database: Database, case: UUID, by: str = APPROVER) -> object:
    with database.transaction() as session:
        return decisions.take_back(session, case, by=member(session, by), at=NOW)


def apply(database: Database, case: UUID, at: datetime = SOON) -> datetime | None:
    with database.transaction() as session:
        return apply_waiting(session, case, at=at)


def work(database: Database) -> bool:
    """The worker's next piece of work, once the time of every decision has come."""
    with database.transaction() as session:
        due = datetime.now(UTC) - timedelta(seconds=1)
        session.execute(sa.update(WaitingDecision).values(until=due))
        session.execute(sa.update(Task).where(Task.done_at.is_(None)).values(not_before=due))
    hands = Hands(database, Lease(timedelta(minutes=1)), "test", lambda _: None)
    return worker.Step(hands, worker.Failures(database), [ApplyDecision(hands)])()


def case_of(database: Database, case: UUID) -> Case:
    with database.reading() as session:
        return session.get_one(Case, case)


def count(database: Database, what: Any) -> int:
    with database.reading() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(what)) or 0


def events(database: Database) -> list[Event]:
    with database.reading() as session:
        return list(session.scalars(sa.select(AuditEntry.event).order_by(AuditEntry.seq)))


@pytest.mark.parametrize("verdict", VERDICTS, ids=lambda one: one.status)
def test_nothing_happens_before_its_time_and_then_all_that_would_have_at_once(
    database: Database, verdict: Verdict
) -> None:
    case = record(database)
    given = give(database, case, verdict)
    assert (given.until, given.case.status, given.case.decided_by) == (SOON, CaseStatus.RECORDED, None)
    waits = case_of(database, case)
    assert (waits.status, waits.decided_by, waits.missing, waits.decision_reason) == (CaseStatus.RECORDED, None, "", "")
    assert (count(database, Account), count(database, Login)) == (0, 1)
    assert apply(database, case, SOON - timedelta(seconds=1)) == SOON
    assert work(database)
    decided = case_of(database, case)
    assert (decided.status, decided.decider and decided.decider.name) == (verdict.status, APPROVER)
    assert verdict.reason in (decided.missing, decided.decision_reason)
    assert count(database, Account) == (verdict.status is CaseStatus.APPROVED)
    assert count(database, WaitingDecision) == 0
    assert events(database)[1:] == [
        Event.DECISION_GIVEN,
        {
            CaseStatus.APPROVED: Event.APPLICATION_APPROVED, CaseStatus.REFUSED: Event.APPLICATION_REFUSED,
            CaseStatus.INCOMPLETE: Event.APPLICATION_RETURNED,
        }[verdict.status],
    ]  # fmt: skip


def test_what_is_taken_back_never_counts_and_can_be_decided_anew(database: Database) -> None:
    case = record(database)
    give(database, case)
    take_back(database, case)
    assert not work(database)
    assert case_of(database, case).status is CaseStatus.RECORDED
    with database.reading() as session:
        assert session.scalars(sa.select(CaseTaking.case_id)).all() == [case], "in the hand of whoever decided"
    give(database, case, Verdict(CaseStatus.REFUSED, 2, "brak umowy"))
    assert work(database)
    assert case_of(database, case).status is CaseStatus.REFUSED
    with pytest.raises(FasterColleague):
        take_back(database, case)


def test_a_decision_is_taken_back_by_whoever_gave_it_alone(database: Database) -> None:
    case = record(database)
    give(database, case)
    with pytest.raises(DecisionWaits):
        take_back(database, case, by=OTHER)
    assert count(database, WaitingDecision) == 1


def test_what_stops_a_decision_stops_it_before_it_waits(database: Database) -> None:
    own = record(database)
    refused = record(database, customer_number="104234", regulamin_signed="no")
    for case, by, why in ((own, "Anna Nowak", OwnEntry), (refused, APPROVER, NotApprovable)):
        with pytest.raises(why):
            give(database, case, by=by)
    assert (count(database, WaitingDecision), count(database, Task)) == (0, 0)


def test_while_it_waits_the_case_is_nobody_elses_to_decide_to_take_or_to_change(database: Database) -> None:
    case = record(database)
    give(database, case)
    with database.transaction() as session:
        assert take_next(session, by=member(session, OTHER).id, at=NOW) is None
    for revision in (1, 2):
        for door in (refuse, withdraw, correct):
            with pytest.raises(DecisionWaits):
                door(database, case, revision)


def refuse(database: Database, case: UUID, revision: int) -> object:
    return give(database, case, Verdict(CaseStatus.REFUSED, revision, "nie"), by=OTHER)


def withdraw(database: Database, case: UUID, revision: int) -> object:
    with database.transaction() as session:
        by = member(session, OTHER)
        return applications.withdraw(session, case, revision=revision, reason="telefon", by=by, at=NOW)


def correct(database: Database, case: UUID, revision: int = 1) -> object:
    with database.transaction() as session:
        told = replace(entry(session, phone="602 000 111"), completed_on=date(2026, 11, 24))
        by = member(session, "Anna Nowak")
        return applications.complete(session, case, told, revision=revision, practice=PRACTICE, by=by, at=NOW)


def test_what_is_decided_is_not_counted_among_what_is_to_be_decided(database: Database) -> None:
    case = record(database)
    assert to_decide(database) == 1
    give(database, case)
    assert to_decide(database) == 0
    take_back(database, case)
    assert to_decide(database) == 1


def to_decide(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(sa.select(waiting_count())) or 0


def test_whoever_took_the_case_in_the_moment_of_the_decision_does_not_stop_it(database: Database) -> None:
    case = record(database)
    give(database, case)
    with database.transaction() as session:
        assert take(session, case, by=member(session, OTHER).id, at=datetime.now(UTC))
    assert work(database)
    assert case_of(database, case).status is CaseStatus.APPROVED


def test_a_decision_that_cannot_be_applied_any_more_is_told_to_whoever_gave_it(database: Database) -> None:
    with database.transaction() as session:
        account = changed.active(session)
        case = changed.recorded(session, account, last_name="Nowy").id
        session.execute(sa.update(Task).values(done_at=NOW))
    give(database, case, kind=ChangeOfData)
    with database.transaction() as session:
        session.execute(sa.update(Account).values(status="blocked"))
    assert work(database)
    assert case_of(database, case).status is CaseStatus.RECORDED
    with database.reading() as session:
        (told,) = uncounted(session, by=member(session, APPROVER).id)
        assert (told.case_id, told.lapsed_at is None) == (case, False)
    assert events(database)[-1] == Event.DECISION_LAPSED
    assert not work(database)
    with database.transaction() as session:
        session.execute(sa.update(Account).values(status="activated"))
    give(database, case, Verdict(CaseStatus.REFUSED, 2, "nieaktualne"), kind=ChangeOfData, by=OTHER)
    with database.reading() as session:
        assert not uncounted(session, by=member(session, APPROVER).id), "over once somebody has decided anew"


def test_an_account_that_is_busy_for_a_moment_is_waited_for(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = record(database)
    give(database, case)

    def busy(*_: object, **__: object) -> None:
        raise accounts.Busy

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr("provisioner.decisions.applying.apply", busy)
        assert work(database)
    assert count(database, WaitingDecision) == 1
    assert work(database)
    assert case_of(database, case).status is CaseStatus.APPROVED


def test_without_a_window_a_decision_counts_at_once(database: Database) -> None:
    with database.transaction() as session:
        office.change(session, "undo_window_seconds", "0")
    case = record(database)
    assert give(database, case).until is None
    assert case_of(database, case).status is CaseStatus.APPROVED


@pytest.mark.sweep
def test_of_taking_back_and_applying_at_once_one_counts(database: Database) -> None:
    for number in range(4):
        case = record(database, customer_number=f"10420{number}")
        give(database, case)
        doors: list[Callable[[], object]] = [partial(take_back, database, case), partial(apply, database, case)] * (
            HANDS // 2
        )
        outcomes = together(*doors)
        approved = case_of(database, case).status is CaseStatus.APPROVED
        assert count(database, WaitingDecision) == 0
        assert len(errors(outcomes)) == HANDS // 2 - (not approved)
        assert set(errors(outcomes)) == {FasterColleague}
        found = events(database)
        assert found.count(Event.DECISION_TAKEN_BACK) + count(database, Account) == number + 1


@pytest.mark.sweep
def test_of_many_deciders_at_once_one_waits(database: Database) -> None:
    case = record(database)
    with database.transaction() as session:
        people = [member(session, f"Approver {number}").name for number in range(HANDS)]

    def press(number: int) -> Callable[[], object]:
        return lambda: give(database, case, VERDICTS[number % 3], by=people[number])

    outcomes = together(*(press(number) for number in range(HANDS)))
    assert errors(outcomes) == [DecisionWaits] * (HANDS - 1)
    assert count(database, WaitingDecision) == 1
    assert events(database).count(Event.DECISION_GIVEN) == 1


@pytest.mark.sweep
def test_of_a_decision_and_a_correction_at_once_one_stands(database: Database) -> None:
    for number in range(4):
        case = record(database, customer_number=f"10420{number}")
        with database.transaction() as session:
            member(session, APPROVER)
        outcomes = together(partial(give, database, case), partial(correct, database, case))
        waits = case_of(database, case).waiting is not None
        assert errors(outcomes) == [DecisionWaits if waits else FasterColleague]
        assert case_of(database, case).revision == 2
