"""Of many hands at one mandate one counts, and whoever may not act any more is never let in, on both databases (P4)."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import accounts, outbox
from provisioner.accounts.blocking.rules import BlockGround
from provisioner.accounts.kinds import END_MANDATE
from provisioner.accounts.mandates.requests import lapse
from provisioner.accounts.mandates.tables import Mandate
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.database import Database
from provisioner.journal import Event
from provisioner.outbox.tables import Task
from provisioner.staff.tables import StaffMember
from tests.mandated import NEW, OVER, PAPER, REVOKED, acting, blocks, mandates, stand
from tests.together import errors
from tests.usecases.test_races import HANDS, at_once, events

pytestmark = pytest.mark.sweep
LATER = date(2029, 12, 31)
REFUSALS = {accounts.Busy, accounts.NothingToDo, accounts.MandateOver}


def extend(session: Session, case: UUID, by: StaffMember) -> object:
    return accounts.extend_mandate(session, case, until=LATER, proof="aneks", by=by, at=datetime.now(UTC))


def revoke(session: Session, case: UUID, by: StaffMember) -> object:
    accounts.revoke_mandate(session, case, reason=REVOKED, by=by, at=datetime.now(UTC))
    return None


def block(session: Session, case: UUID, by: StaffMember) -> object:
    return accounts.block(session, case, ground=BlockGround.TAKEOVER, reason="?", by=by, at=datetime.now(UTC))


def record(session: Session, case: UUID, by: StaffMember) -> object:
    return accounts.record_mandate(session, case, NEW, by=by, at=datetime.now(UTC))


def unblock(session: Session, case: UUID, by: StaffMember) -> object:
    accounts.unblock(session, case, address_checked=True, reason="?", by=by, at=datetime.now(UTC))
    return None


def comes(session: Session, case: UUID, by: StaffMember) -> object:
    """The day comes, as the worker does it: its task first."""
    account = session.scalars(sa.select(Account.id).where(Account.case_id == case)).one()
    outbox.cancel_open(session, END_MANDATE, account, now=OVER)
    lapse(session, account, at=OVER)
    return None


def used(
    database: Database, status: AccountStatus = AccountStatus.ACTIVATED, ground: BlockGround | None = None
) -> UUID:
    with database.transaction() as session:
        account = acting(session)
        stand(session, account, status, ground)
        return account.case_id


def open_tasks(database: Database) -> list[str]:
    with database.reading() as session:
        return sorted(session.scalars(sa.select(Task.kind).where(Task.done_at.is_(None))))


def standing(database: Database) -> list[Mandate]:
    return [one for one in mandates(database) if one.ended_at is None]


def state(database: Database) -> AccountStatus:
    with database.reading() as session:
        return session.scalars(sa.select(Account.status)).one()


def test_of_many_who_revoke_it_one_counts(database: Database) -> None:
    outcomes = at_once(database, [revoke] * HANDS, used(database))
    assert set(errors(outcomes)) <= REFUSALS
    assert len(errors(outcomes)) == HANDS - 1
    assert (len(blocks(database)), open_tasks(database)) == (1, ["block"])
    assert events(database).count(Event.MANDATE_REVOKED) == 1


def test_extended_by_many_at_once_one_mandate_stands_with_one_day(database: Database) -> None:
    outcomes = at_once(database, [extend] * HANDS, used(database))
    assert set(errors(outcomes)) <= REFUSALS
    (one,) = standing(database)
    assert (one.until, open_tasks(database)) == (LATER, [END_MANDATE.name])
    assert (
        events(database).count(Event.MANDATE_EXTENDED) == HANDS - len(errors(outcomes)) == len(mandates(database)) - 1
    )


def test_extended_and_revoked_at_the_moment_its_day_comes_it_stands_or_the_account_is_shut(database: Database) -> None:
    outcomes = at_once(database, [extend, revoke, comes, extend, revoke, comes], used(database))
    assert set(errors(outcomes)) <= REFUSALS
    if standing(database):
        # It was extended in between: whoever came to end it was asked to come back.
        assert events(database).count(Event.MANDATE_REVOKED) == 0
        assert [one.until for one in standing(database)] == [LATER]
        assert (state(database), open_tasks(database)) == (AccountStatus.ACTIVATED, [END_MANDATE.name])
    else:
        assert (state(database), open_tasks(database)) == (AccountStatus.BLOCKING, ["block"])
        assert [one.ground for one in blocks(database)] == [BlockGround.MANDATE_ENDED]


def test_extended_at_the_moment_its_day_comes_either_counts(database: Database) -> None:
    outcomes = at_once(database, [extend, comes], used(database))
    assert set(errors(outcomes)) <= REFUSALS
    shut = state(database) is AccountStatus.BLOCKING
    assert (open_tasks(database) == ["block"]) is shut
    assert (len(standing(database)) == 0) is shut


def test_recorded_by_many_at_once_one_stands(database: Database) -> None:
    case = used(database)
    at_once(database, [revoke], case)
    with database.transaction() as session:
        stand(session, session.scalars(sa.select(Account)).one(), AccountStatus.BLOCKED)
    outcomes = at_once(database, [record] * HANDS, case)
    assert errors(outcomes) == [accounts.NothingToDo] * (HANDS - 1)
    assert len(standing(database)) == 1


def test_unblocked_at_the_moment_it_is_over_nobody_is_let_in_with_the_former_password(database: Database) -> None:
    case = used(database, AccountStatus.BLOCKED, BlockGround.REGULAMIN)
    outcomes = at_once(database, [unblock, revoke, comes], case)
    assert set(errors(outcomes)) <= REFUSALS
    if state(database) is AccountStatus.UNBLOCKING:
        # The worker comes back to it once that is done.
        assert (open_tasks(database), len(standing(database))) == ([END_MANDATE.name, "unblock"], 1)
    else:
        assert (state(database), standing(database)) == (AccountStatus.BLOCKING, [])
        assert blocks(database)[-1].ground is BlockGround.MANDATE_ENDED


def test_a_block_and_the_end_of_the_mandate_at_once_leave_one_task(database: Database) -> None:
    outcomes = at_once(database, [block, revoke, comes], used(database))
    assert set(errors(outcomes)) <= REFUSALS
    assert open_tasks(database) in (["block"], ["block", END_MANDATE.name]), "what came too late comes again"
    assert (len(standing(database)) == 1) is (END_MANDATE.name in open_tasks(database))


def test_recorded_and_unblocked_at_once_it_is_unblocked_under_the_new_mandate_only(database: Database) -> None:
    case = used(database)
    at_once(database, [revoke], case)
    with database.transaction() as session:
        stand(session, session.scalars(sa.select(Account)).one(), AccountStatus.BLOCKED)
    outcomes = at_once(database, [unblock, record, unblock, record], case)
    assert set(errors(outcomes)) <= REFUSALS
    assert len(standing(database)) == 1
    assert state(database) in (AccountStatus.BLOCKED, AccountStatus.UNBLOCKING)
    assert PAPER["attorney_name"] != standing(database)[0].name
