"""What staff may ask for: a block on a ground with a reason, and its end with another (four states, two doors)."""

from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from provisioner import accounts
from provisioner.accounts.blocking.rules import BlockGround, dead_password, standing_after
from provisioner.accounts.blocking.tables import AccountBlock
from provisioner.accounts.rules import LIVE, STANDING_BLOCK, AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.database import Database
from provisioner.entry.reasons import ReasonMissing
from provisioner.journal.tables import AuditEntry
from provisioner.outbox.tables import Task
from tests.factories import NOW, approved_account, member

REASON = "Klient prosił na piśmie, sprawa W-15."


def ask(
    database: Database, case: UUID, ground: BlockGround | None = BlockGround.TAKEOVER, reason: str = REASON
) -> None:
    with database.transaction() as session:
        accounts.block(session, case, ground=ground, reason=reason, by=member(session, "Barbara Lis"), at=NOW)


def state(database: Database) -> AccountStatus:
    with database.reading() as session:
        return session.scalars(sa.select(Account.status)).one()


def bring(database: Database, status: AccountStatus, attention: Attention | None = None) -> UUID:
    account = approved_account(database)
    with database.transaction() as session:
        session.execute(sa.update(Account).values(status=status, attention=attention))
    return account.case_id


def test_ground_and_reason_stand_beside_the_journal_and_not_in_it(database: Database) -> None:
    account = approved_account(database)
    ask(database, account.case_id)
    with database.reading() as session:
        stands = session.scalars(sa.select(AccountBlock)).one()
        assert (stands.ground, stands.reason, stands.former) == (BlockGround.TAKEOVER, REASON, AccountStatus.APPROVED)
        line = session.scalars(sa.select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(1)).one()
        assert (line.event, line.details) == ("account:block-asked", {"before": "approved", "after": "blocking"})
        (task,) = session.scalars(sa.select(Task).where(Task.done_at.is_(None)))
        assert (task.kind, task.urgency) == ("block", 0), "what was open for the user is called off"


@pytest.mark.parametrize("status", sorted(set(AccountStatus) - LIVE))
def test_what_is_closed_or_blocked_is_not_blocked(database: Database, status: AccountStatus) -> None:
    case = bring(database, status)
    with pytest.raises(accounts.NothingToDo):
        ask(database, case)


@pytest.mark.parametrize("attention", sorted(STANDING_BLOCK))
def test_a_block_that_did_not_succeed_is_tried_again_and_not_asked_for_twice(
    database: Database, attention: Attention
) -> None:
    case = bring(database, AccountStatus.NEEDS_ATTENTION, attention)
    with pytest.raises(accounts.NothingToDo):
        ask(database, case)


def test_without_ground_or_reason_nothing_changes(database: Database) -> None:
    case = approved_account(database).case_id
    with pytest.raises(accounts.GroundMissing):
        ask(database, case, ground=None)
    with pytest.raises(ReasonMissing):
        ask(database, case, reason="  ")
    assert state(database) is AccountStatus.APPROVED


@pytest.mark.parametrize("status", sorted(set(AccountStatus) - {AccountStatus.BLOCKED}))
def test_only_what_is_blocked_is_unblocked(database: Database, status: AccountStatus) -> None:
    case = bring(database, status)
    with pytest.raises(accounts.NothingToDo), database.transaction() as session:
        accounts.unblock(session, case, reason=REASON, by=member(session, "Barbara Lis"), at=NOW)


def test_a_block_waits_for_the_lease_of_whoever_is_at_the_user(database: Database) -> None:
    account, until = approved_account(database), NOW + timedelta(seconds=90)
    with database.transaction() as session:
        session.execute(sa.update(Task).values(leased_until=until, attempt=1))
    ask(database, account.case_id)
    with database.reading() as session:
        (task,) = session.scalars(sa.select(Task).where(Task.done_at.is_(None)))
    assert (task.kind, task.not_before) == ("block", until)


ENDS = [
    (BlockGround.DEATH, AccountStatus.NOTIFIED, timedelta(hours=1), AccountStatus.NOTIFIED),
    (BlockGround.DEATH, AccountStatus.NOTIFIED, timedelta(0), AccountStatus.EXPIRED),
    (BlockGround.DEATH, AccountStatus.EXPIRED, timedelta(hours=1), AccountStatus.EXPIRED),
    (BlockGround.DEATH, AccountStatus.CREATED, timedelta(hours=1), AccountStatus.CREATED),
    (BlockGround.WRONG_ADDRESS, AccountStatus.NOTIFIED, timedelta(hours=1), AccountStatus.EXPIRED),
]


@pytest.mark.parametrize("ground, former, left, then", ENDS)
def test_a_pending_password_lives_on_only_while_it_is_the_customers(
    ground: BlockGround, former: AccountStatus, left: timedelta, then: AccountStatus
) -> None:
    dead = dead_password(ground, former, NOW + left, NOW, pending=True)
    assert standing_after(former, pending=True, dead=dead, readdressed=False) is then


OWN = [(BlockGround.TAKEOVER, AccountStatus.ACTIVATED), (BlockGround.WRONG_ADDRESS, AccountStatus.EXPIRED)]


@pytest.mark.parametrize("ground, then", OWN)
def test_an_own_password_lives_on_unless_a_stranger_must_have_set_it(ground: BlockGround, then: AccountStatus) -> None:
    dead = dead_password(ground, AccountStatus.ACTIVATED, NOW, NOW, pending=False)
    assert standing_after(AccountStatus.ACTIVATED, pending=False, dead=dead, readdressed=False) is then
