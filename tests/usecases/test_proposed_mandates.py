"""A mandate is proposed by one person and confirmed by another, once, on both databases (P6)."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from provisioner import accounts, corrections, office
from provisioner.accounts.kinds import END_MANDATE
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.corrections.rules import CorrectionKind, CorrectionStatus
from provisioner.corrections.tables import Correction
from provisioner.database import Database
from provisioner.journal import Event
from provisioner.outbox.tables import Task
from provisioner.staff.tables import StaffMember
from tests.corrected import CLERK, confirm
from tests.factories import NOW, approved, member
from tests.mandated import APPROVER, NEW, acting, mandates, revoke, stand
from tests.promises.papers import by_sql
from tests.together import errors
from tests.usecases.test_races import HANDS, at_once, events

LATER = date(2029, 12, 31)
REFUSALS = {corrections.NotOpen, corrections.AlreadyProposed, accounts.NothingToDo, accounts.Busy}


def alone(database: Database) -> Account:
    """A customer for whom nobody acts."""
    with database.transaction() as session:
        account = approved(session)
        stand(session, account, AccountStatus.ACTIVATED)
        return account


def proposed(session: Session, account: Account, by: str = CLERK) -> Correction:
    return corrections.propose_mandate(session, account.case_id, NEW, by=member(session, by), at=NOW)


def longer(session: Session, account: Account, by: str = CLERK) -> Correction:
    who = member(session, by)
    return corrections.propose_extension(session, account.case_id, until=LATER, proof="aneks", by=who, at=NOW)


def test_nobody_acts_before_somebody_else_has_confirmed_it_and_then_the_case_is_found_by_them(
    database: Database,
) -> None:
    account = alone(database)
    with database.transaction() as session:
        found = proposed(session, account)
    assert mandates(database) == []
    with pytest.raises(corrections.OwnProposal), database.transaction() as session:
        confirm(session, found, CLERK)
    with pytest.raises(corrections.NotCompared), database.transaction() as session:
        confirm(session, found, compared=False)
    with database.transaction() as session:
        confirm(session, found)
    (one,) = mandates(database)
    assert (one.name, one.proof, one.until) == (NEW.name, NEW.proof, NEW.until)
    assert events(database)[-2:] == [Event.MANDATE_PROPOSED, Event.MANDATE_GRANTED]


def test_another_last_day_counts_once_it_is_confirmed(database: Database) -> None:
    with database.transaction() as session:
        account = acting(session)
        found = longer(session, account)
    assert [one.until for one in mandates(database)] != [LATER]
    with database.transaction() as session:
        confirm(session, found)
    assert [one.until for one in mandates(database) if one.ended_at is None] == [LATER]


def test_where_the_office_needs_one_person_only_the_proposal_keeps_a_mark(database: Database) -> None:
    account = alone(database)
    with database.transaction() as session:
        office.change(session, "four_eyes", "false")
        found = confirm(session, proposed(session, account, APPROVER), APPROVER)
        assert found.one_person_reason == "four_eyes off"


def test_what_has_changed_since_is_confirmed_by_nobody(database: Database) -> None:
    with database.transaction() as session:
        account = acting(session)
        found = longer(session, account)
        with pytest.raises(corrections.AlreadyProposed):
            longer(session, account)
        with pytest.raises(accounts.NothingToDo):
            corrections.propose_mandate(session, UUID(int=0), NEW, by=member(session, CLERK), at=NOW)
    with database.transaction() as session:
        revoke(session, account)
    with pytest.raises(accounts.NothingToDo), database.transaction() as session:
        confirm(session, found)
    with database.transaction() as session:
        corrections.reject(session, found.id, reason="Odwołane.", by=member(session, APPROVER), at=NOW)
    assert [one.until for one in mandates(database)] != [LATER]


@pytest.mark.parametrize("kind", [CorrectionKind.MANDATE, CorrectionKind.LONGER_MANDATE])
def test_a_mandate_whose_own_last_day_has_passed_while_it_waited_is_confirmed_by_nobody(
    database: Database, kind: CorrectionKind
) -> None:
    last = date(2026, 11, 30)
    with database.transaction() as session:
        account = approved(session) if kind is CorrectionKind.MANDATE else acting(session, mandate_until="31.12.2026")
        stand(session, account, AccountStatus.ACTIVATED)
        by, told = member(session, CLERK), replace(NEW, until=last)
        if kind is CorrectionKind.MANDATE:
            found = corrections.propose_mandate(session, account.case_id, told, by=by, at=NOW)
        else:
            found = corrections.propose_extension(session, account.case_id, until=last, proof="aneks", by=by, at=NOW)
    before = [(one.until, one.ended_at) for one in mandates(database)]
    with pytest.raises(accounts.NothingToDo), database.transaction() as session:
        confirm(session, found, at=datetime(2026, 11, 30, 23, tzinfo=UTC))
    assert [(one.until, one.ended_at) for one in mandates(database)] == before
    with database.transaction() as session:
        confirm(session, found, at=datetime(2026, 11, 30, 22, 59, tzinfo=UTC))
    assert mandates(database)[-1].until == last


@pytest.mark.parametrize(
    ("change", "promise"),
    [
        ("mandate_name = 'Jan Kos'", "keeps what was proposed"),
        ("mandate_until = '2040-12-31'", "keeps what was proposed"),
        ("mandate_kind = 'attorney'", "keeps what was proposed"),
        ("mandate_kind = NULL", "keeps what was proposed|mandate_on_a_paper"),
        ("mandate_proof = ''", "keeps what was proposed|mandate_on_a_paper"),
        ("status = 'confirmed', decided_by = proposed_by, decided_at = proposed_at, compared_with_paper = TRUE",
         "four_eyes"),
    ],
)  # fmt: skip
def test_no_proposal_is_made_to_say_something_else(database: Database, change: str, promise: str) -> None:
    account = alone(database)
    with database.transaction() as session:
        proposed(session, account)
    with pytest.raises(DatabaseError, match=promise):
        by_sql(database, f"UPDATE correction SET {change}")


def propose_one(session: Session, case: UUID, by: StaffMember) -> object:
    return corrections.propose_mandate(session, case, NEW, by=by, at=datetime.now(UTC))


@pytest.mark.sweep
def test_of_many_mandates_proposed_at_once_one_waits(database: Database) -> None:
    outcomes = at_once(database, [propose_one] * HANDS, alone(database).case_id)
    assert set(errors(outcomes)) <= REFUSALS
    assert len(errors(outcomes)) == HANDS - 1
    assert events(database).count(Event.MANDATE_PROPOSED) == 1


@pytest.mark.sweep
@pytest.mark.parametrize("kind", [CorrectionKind.MANDATE, CorrectionKind.LONGER_MANDATE])
def test_of_many_decisions_on_a_proposed_mandate_one_counts(database: Database, kind: CorrectionKind) -> None:
    with database.transaction() as session:
        is_new = kind is CorrectionKind.MANDATE
        account = approved(session) if is_new else acting(session)
        stand(session, account, AccountStatus.ACTIVATED)
        found = proposed(session, account) if is_new else longer(session, account)

    def yes(session: Session, _case: UUID, by: StaffMember) -> object:
        return corrections.confirm(session, found.id, compared=True, by=by, at=datetime.now(UTC))

    def no(session: Session, _case: UUID, by: StaffMember) -> object:
        return corrections.reject(session, found.id, reason="?", by=by, at=datetime.now(UTC))

    outcomes = at_once(database, [yes, no] * (HANDS // 2), account.case_id)
    assert set(errors(outcomes)) <= REFUSALS
    assert len(errors(outcomes)) == HANDS - 1
    begun = Event.MANDATE_GRANTED if is_new else Event.MANDATE_EXTENDED
    assert events(database).count(Event.MANDATE_REJECTED) + events(database).count(begun) == 1
    with database.reading() as session:
        one = session.scalars(sa.select(Correction)).one()
        tasks = sa.select(sa.func.count()).where(Task.kind == END_MANDATE.name, Task.done_at.is_(None))
        assert session.scalar(tasks) == (0 if is_new else 1)
    standing = [mandate.until for mandate in mandates(database) if mandate.ended_at is None]
    assert (LATER in standing or NEW.until in standing) is (one.status is CorrectionStatus.CONFIRMED)
