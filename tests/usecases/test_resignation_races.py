"""Of many hands at the end of one account one counts, on both databases (P4)."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import accounts, resignations
from provisioner.accounts.closing.requests import begin
from provisioner.accounts.closing.tables import AccountClosing
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.cases import FasterColleague, NotApprovable, decide
from provisioner.cases.status import CaseStatus
from provisioner.database import Database
from provisioner.journal import Event
from provisioner.outbox.tables import Task
from provisioner.resignations.tables import Resignation
from provisioner.staff.tables import StaffMember
from tests import resigned
from tests.factories import NOW, member
from tests.together import errors, together
from tests.usecases.test_races import HANDS, Door, at_once, block, events, settle

pytestmark = pytest.mark.sweep


def open_tasks(session: Session) -> list[str]:
    return list(session.scalars(sa.select(Task.kind).where(Task.done_at.is_(None))))


def agreed_ahead(database: Database) -> tuple[UUID, UUID]:
    """An account and the resignation, agreed to, that ends it in 40 days."""
    account = settle(database, AccountStatus.ACTIVATED)
    with database.transaction() as session:
        one = session.get_one(Account, account)
        ahead = datetime.now(UTC) + timedelta(days=40)
        paper = resigned.recorded(session, one, effect_on=f"{ahead:%d.%m.%Y}")
        by = member(session, resigned.APPROVER)
        resignations.approve(session, paper.id, revision=1, by=by, at=datetime.now(UTC))
        return account, paper.id


def take_back(session: Session, case: UUID, by: StaffMember) -> object:
    return resignations.take_back(session, case, reason="pismo", by=by, at=datetime.now(UTC))


def test_of_different_decisions_on_a_resignation_at_once_one_stands(database: Database) -> None:
    account = settle(database, AccountStatus.ACTIVATED)
    with database.transaction() as session:
        paper = resigned.recorded(session, session.get_one(Account, account)).id

    def agree(session: Session, case: UUID, by: StaffMember) -> object:
        return resignations.approve(session, case, revision=1, by=by, at=datetime.now(UTC))

    def refuse(session: Session, case: UUID, by: StaffMember) -> object:
        return decide.refuse(session, Resignation, case, revision=1, reason="nie", by=by, at=NOW)

    def withdraw(session: Session, case: UUID, by: StaffMember) -> object:
        return decide.withdraw(session, Resignation, case, revision=1, reason="nie", by=by, at=NOW)

    def correct(session: Session, case: UUID, by: StaffMember) -> object:
        told = resigned.entry(session, session.get_one(Account, account), basis="§ 9 ust. 1")
        return resignations.complete(session, case, told, revision=1, by=by, at=NOW)

    doors: list[Door] = [agree, refuse, withdraw, correct, agree, refuse, correct, agree]
    assert errors(at_once(database, doors, paper)) == [FasterColleague] * (HANDS - 1)
    with database.reading() as session:
        approved = session.get_one(Resignation, paper).status is CaseStatus.APPROVED
        assert (session.get_one(Account, account).status is AccountStatus.BLOCKING) is approved
        assert len(open_tasks(session)) == int(approved)


def test_of_many_papers_that_end_one_account_one_is_carried_out(database: Database) -> None:
    account = settle(database, AccountStatus.ACTIVATED)
    with database.transaction() as session:
        one = session.get_one(Account, account)
        papers = [resigned.recorded(session, one).id for _ in range(4)]
        member(session, "Barbara Lis")

    def through(number: int) -> object:
        with database.transaction() as session:
            by = member(session, "Barbara Lis")
            return resignations.approve(session, papers[number], revision=1, by=by, at=datetime.now(UTC))

    outcomes = together(*((lambda n=n: through(n)) for n in range(4)))
    assert set(errors(outcomes)) <= {accounts.Busy, accounts.NothingToDo, NotApprovable}
    assert len(errors(outcomes)) == 3
    with database.reading() as session:
        assert open_tasks(session) == ["block"]
        assert len(session.scalars(sa.select(AccountClosing)).all()) == 1


def test_a_block_and_the_end_of_an_account_at_once_leave_one_task(database: Database) -> None:
    account = settle(database, AccountStatus.ACTIVATED)
    with database.transaction() as session:
        paper = resigned.recorded(session, session.get_one(Account, account)).id

    def agree(session: Session, account: UUID, by: StaffMember) -> object:
        return resignations.approve(session, paper, revision=1, by=by, at=datetime.now(UTC))

    outcomes = at_once(database, [agree, block], account)
    assert set(errors(outcomes)) <= {accounts.Busy, accounts.NothingToDo, NotApprovable}
    with database.reading() as session:
        assert open_tasks(session) == ["block"]
        approved = session.get_one(Resignation, paper).status is CaseStatus.APPROVED
        assert len(session.scalars(sa.select(AccountClosing)).all()) == int(approved)


def test_of_many_who_take_an_end_back_one_counts(database: Database) -> None:
    _, paper = agreed_ahead(database)
    outcomes = at_once(database, [take_back] * HANDS, paper)
    assert set(errors(outcomes)) <= {accounts.Busy, accounts.NothingToDo}
    assert len(errors(outcomes)) == HANDS - 1
    assert events(database).count(Event.ACCOUNT_CLOSING_WITHDRAWN) == 1


def test_taken_back_at_the_moment_it_takes_effect_it_is_either_open_or_closing(database: Database) -> None:
    account, paper = agreed_ahead(database)

    def comes(session: Session, case: UUID, by: StaffMember) -> object:
        begin(session, account, at=datetime.now(UTC))
        return None

    outcomes = at_once(database, [take_back, comes], paper)
    assert set(errors(outcomes)) <= {accounts.Busy, accounts.NothingToDo}
    with database.reading() as session:
        closing = session.scalars(sa.select(AccountClosing)).one()
        state = session.get_one(Account, account).status
    assert (closing.withdrawn_at is None) is (state is AccountStatus.BLOCKING)
