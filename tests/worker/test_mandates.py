"""A mandate is over: nobody logs in with what whoever acted for the customer knows, whatever happens (P4)."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from provisioner import accounts, corrections
from provisioner.accounts.blocking.rules import BlockGround
from provisioner.accounts.blocking.tables import AccountBlock
from provisioner.accounts.kinds import END_MANDATE
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.cases.channels import Channel
from provisioner.corrections.rules import CorrectionKind
from provisioner.outbox.tables import Task
from provisioner.outside.ports import ConfigurationError, Mail, PermanentError, TransientError
from tests import resigned
from tests.corrected import RIGHT, confirm, propose
from tests.factories import TODAY, approved_account, member
from tests.fakes import StoredUser
from tests.mandated import APPROVER, PAPER, ahead, blocks, day_comes, mandates, record, revoke
from tests.worker.desk import WorkerDesk
from tests.worker.test_blocking import BLOCKING, MOMENTS, OWN, block, events, subjects, unblock
from tests.worker.troubles import Killed, no_trouble, raising

pytestmark = pytest.mark.sweep
Status = AccountStatus
BLOCKED = "Twoje konto iBOK zostało zablokowane"


def used(desk: WorkerDesk, language: str = "pl") -> tuple[Account, StoredUser]:
    """Somebody who acts for the customer has set a password of their own and has two sessions."""
    account = approved_account(desk.database, **PAPER | {"mandate_until": ahead(5), "language": language})
    desk.run()
    (user,) = desk.directory.users.values()
    desk.directory.customer_sets_own_password(user.id, OWN)
    with desk.database.transaction() as session:
        watch = sa.update(Task).where(Task.done_at.is_(None), Task.kind != END_MANDATE.name)
        session.execute(watch.values(not_before=datetime.now(UTC)))
    desk.run()
    user.sessions = 2
    assert desk.state(account.id)[0] is Status.ACTIVATED
    return account, user


def over(desk: WorkerDesk, account: Account) -> None:
    day_comes(desk.database, account.id)
    desk.run()


def page_dead(desk: WorkerDesk) -> None:
    """No page that was open before the block takes a password any more."""
    with desk.database.transaction() as session:
        mine = sa.update(Task).where(Task.done_at.is_(None), Task.kind == "unblock")
        session.execute(mine.values(not_before=datetime.now(UTC)))
    desk.run()


def test_before_its_last_day_is_over_nothing_happens(desk: WorkerDesk) -> None:
    account, user = used(desk)
    assert desk.run() == 0
    assert (user.enabled, user.password) == (True, OWN)
    assert desk.state(account.id)[0] is Status.ACTIVATED


@pytest.mark.parametrize(
    ("language", "why"),
    [
        ("pl", "Powód: skończyło się umocowanie (np. pełnomocnictwo), na podstawie którego używano konta"),
        ("en", "Reason: the mandate (e.g. a power of attorney) under which the account was used has ended"),
    ],
)
def test_on_its_day_the_account_is_blocked_the_password_dead_and_the_customer_told_why(
    desk: WorkerDesk, language: str, why: str
) -> None:
    account, user = used(desk, language)
    over(desk, account)
    assert (user.enabled, user.sessions, user.password != OWN) == (False, 0, True)
    assert desk.state(account.id)[0] is Status.BLOCKED
    assert why in " ".join(desk.mailer.sent[-1].text.split())
    assert len(subjects(desk)) == 1
    ended = ["account:mandate-ended", "account:block-asked", "account:blocked", "account:told"]
    assert events(desk, account)[-4:] == ended
    assert desk.run() == 0


def test_unblocked_under_a_new_mandate_the_former_password_is_dead_until_a_new_one_is_sent(desk: WorkerDesk) -> None:
    account, user = used(desk)
    over(desk, account)
    with pytest.raises(accounts.MandateOver):
        unblock(desk, account)
    with desk.database.transaction() as session:
        record(session, account, at=datetime.now(UTC))
    unblock(desk, account)
    desk.directory.customer_sets_own_password(user.id, OWN)  # On a page that was open before.
    assert desk.run() == 0, "such a page must die first"
    page_dead(desk)
    assert (desk.state(account.id)[0], user.enabled, user.password != OWN) == (Status.EXPIRED, True, True)
    assert subjects(desk) == [BLOCKED], "that they can log in as before would not be true"
    with desk.database.transaction() as session:
        accounts.reissue(session, account.id, by=member(session, APPROVER), at=datetime.now(UTC))
    desk.run()
    assert (desk.state(account.id)[0], desk.mailed_password()) == (Status.NOTIFIED, user.password)


def test_a_customer_who_acts_alone_gets_a_password_at_their_own_address(desk: WorkerDesk) -> None:
    account, user = used(desk)
    over(desk, account)
    told: dict[str, Any] = {"word_received_on": TODAY, "word_channel": Channel.POST, "kind": CorrectionKind.ACTS_ALONE}
    with desk.database.transaction() as session:
        confirm(session, propose(session, account, **told))

    def check(mail: Mail) -> None:
        assert (mail.to, user.email, user.enabled, user.password != OWN) == (RIGHT, RIGHT, True, True)

    desk.mailer.trouble = check
    page_dead(desk)
    assert (desk.state(account.id)[0], user.email) == (Status.NOTIFIED, RIGHT)
    assert (desk.mailed_password(), desk.mailer.sent[-1].to) == (user.password, RIGHT)


@pytest.mark.parametrize("ground", [BlockGround.REGULAMIN, BlockGround.DEATH, BlockGround.WRONG_ADDRESS])
def test_where_another_block_stands_the_password_dies_too_and_only_who_may_know_is_told(
    desk: WorkerDesk, ground: BlockGround
) -> None:
    account, user = used(desk)
    block(desk, account, ground)
    desk.run()
    over(desk, account)
    assert (desk.state(account.id)[0], user.enabled, user.password != OWN) == (Status.BLOCKED, False, True)
    assert subjects(desk) == ([BLOCKED, BLOCKED] if ground is BlockGround.REGULAMIN else [])


def test_while_the_account_is_being_unblocked_its_day_waits_and_comes(desk: WorkerDesk) -> None:
    account, user = used(desk)
    block(desk, account)
    desk.run()
    unblock(desk, account)
    desk.directory.trouble = raising(ConfigurationError("keycloak_down"), "enable")
    over(desk, account)
    assert desk.state(account.id)[0] is Status.UNBLOCKING
    assert mandates(desk.database)[-1].ended_at is None
    desk.directory.trouble = no_trouble
    for _ in range(3):
        desk.later()
        desk.run()
    assert (desk.state(account.id)[0], user.password != OWN) == (Status.BLOCKED, True)


def test_its_day_comes_while_the_block_cannot_be_lifted(desk: WorkerDesk) -> None:
    account, user = used(desk)
    block(desk, account)
    desk.run()
    unblock(desk, account)
    desk.directory.trouble = raising(PermanentError("refused"), "enable")
    desk.run()
    assert desk.state(account.id) == (Status.NEEDS_ATTENTION, Attention.NOT_UNBLOCKED)
    over(desk, account)
    assert (desk.state(account.id)[0], user.enabled, user.password != OWN) == (Status.BLOCKED, False, True)


@pytest.mark.parametrize("call", BLOCKING)
@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("fault", [Killed(), TransientError("keycloak_unreachable", "keycloak")], ids=["kill", "fault"])
def test_stopped_between_any_two_calls_the_access_ends_all_the_same(
    desk: WorkerDesk, call: str, moment: str, fault: BaseException
) -> None:
    account, user = used(desk)
    setattr(desk.directory, moment, raising(fault, call))
    with suppress(Killed):
        over(desk, account)
    assert (mandates(desk.database)[-1].ended_at is not None, subjects(desk)) == (True, [])
    setattr(desk.directory, moment, no_trouble)
    desk.later()
    desk.run()
    assert (desk.state(account.id)[0], user.password != OWN, len(subjects(desk))) == (Status.BLOCKED, True, 1)
    assert events(desk, account).count("account:mandate-ended") == 1


@pytest.mark.parametrize("before", ["mandate ", "account_block", "audit_entry"])
def test_killed_in_its_transaction_nothing_of_it_stands_and_it_comes_again(desk: WorkerDesk, before: str) -> None:
    account, user = used(desk)
    day_comes(desk.database, account.id)

    def dies(*about: object) -> None:
        if str(about[2]).startswith((f"INSERT INTO {before}", f"UPDATE {before}")):
            raise Killed

    sa.event.listen(desk.database.engine, "before_cursor_execute", dies)
    with pytest.raises(Killed):
        desk.run()
    sa.event.remove(desk.database.engine, "before_cursor_execute", dies)
    assert (mandates(desk.database)[-1].ended_at, blocks(desk.database)) == (None, [])
    desk.later()
    desk.run()
    assert (desk.state(account.id)[0], user.password != OWN) == (Status.BLOCKED, True)


def test_what_nobody_thought_of_does_not_keep_the_access_open_for_ever(desk: WorkerDesk) -> None:
    account, user = used(desk)
    day_comes(desk.database, account.id)

    def fails(*about: object) -> None:
        if str(about[2]).startswith("UPDATE mandate "):
            raise ZeroDivisionError("nobody thought of this")

    sa.event.listen(desk.database.engine, "before_cursor_execute", fails)
    for _ in range(6):
        desk.run()
        desk.later()
    sa.event.remove(desk.database.engine, "before_cursor_execute", fails)
    assert desk.state(account.id)[0] is Status.ACTIVATED
    desk.run()
    assert (desk.state(account.id)[0], user.password != OWN) == (Status.BLOCKED, True)


def test_a_closing_taken_back_after_its_day_leaves_the_account_blocked(desk: WorkerDesk) -> None:
    account, user = used(desk)
    found = resigned.approved(desk.database, account)
    desk.run()
    over(desk, account)
    assert desk.state(account.id)[0] is Status.CLOSING
    assert mandates(desk.database)[-1].ended_at is not None
    resigned.take_back(desk.database, found)
    desk.run()
    assert (desk.state(account.id)[0], user.enabled) == (Status.BLOCKED, False)
    with desk.database.transaction() as session:
        record(session, account, at=datetime.now(UTC))
    unblock(desk, account)
    page_dead(desk)
    assert (desk.state(account.id)[0], user.password != OWN) == (Status.EXPIRED, True)


def test_with_the_deleted_account_its_mandate_ends(desk: WorkerDesk) -> None:
    account, _ = used(desk)
    resigned.approved(desk.database, account)
    desk.run()
    with desk.database.transaction() as session:
        remove = sa.update(Task).where(Task.kind == "remove")
        session.execute(remove.values(not_before=datetime.now(UTC)))
    desk.run()
    assert desk.state(account.id)[0] is Status.CLOSED
    assert mandates(desk.database)[-1].ended_at is not None
    with desk.database.reading() as session:
        assert session.scalars(sa.select(Task.kind).where(Task.done_at.is_(None))).all() == []


def test_revoked_while_the_account_is_being_made_nobody_gets_a_password(desk: WorkerDesk) -> None:
    account = approved_account(desk.database, **PAPER | {"mandate_until": ahead(5)})
    with desk.database.transaction() as session:
        revoke(session, account, at=datetime.now(UTC))
    desk.run()
    assert (desk.state(account.id)[0], desk.directory.users, desk.mailer.sent) == (Status.BLOCKED, {}, [])
    with desk.database.reading() as session:
        assert session.scalars(sa.select(AccountBlock.ground)).one() is BlockGround.MANDATE_ENDED
        one = session.get_one(Account, account.id)
        assert corrections.kinds_for(session, one, on=TODAY) == (CorrectionKind.ACTS_ALONE,)
