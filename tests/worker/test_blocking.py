"""Blocking and unblocking, with a fault or a kill between any two calls: nobody is told what is not yet true."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from provisioner import accounts, incidents
from provisioner.accounts.blocking.rules import BlockGround
from provisioner.accounts.carrying_out.failpoints import Failpoint
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.journal.tables import AuditEntry
from provisioner.outside.ports import ConfigurationError, Mail, PermanentError, TransientError
from tests.factories import approved_account, member
from tests.worker.desk import WorkerDesk
from tests.worker.troubles import Killed, kill_at, no_trouble, raising

pytestmark = pytest.mark.sweep

OWN = "WlasneHaslo1"
BLOCKING = ("disable", "end_sessions", "get", "sessions")
OPENING = ("get", "end_sessions", "enable")
MOMENTS = ("trouble", "afterwards")


def active(desk: WorkerDesk) -> Account:
    """Somebody with an own password and two sessions."""
    account = mailed(desk)
    (user,) = desk.directory.users.values()
    desk.directory.customer_sets_own_password(user.id, OWN)
    desk.later()
    desk.run()
    user.sessions = 2
    assert desk.state(account.id)[0] is AccountStatus.ACTIVATED
    return account


def mailed(desk: WorkerDesk) -> Account:
    """Somebody who got a temporary password."""
    account = approved_account(desk.database)
    desk.run()
    desk.mailer.trouble = only_the_truth(desk)
    return account


def only_the_truth(desk: WorkerDesk) -> Callable[[Mail], None]:
    """No mail of a block leaves before Keycloak has confirmed it."""

    def check(mail: Mail) -> None:
        (user,) = desk.directory.users.values()
        if "zablokowane" in mail.subject:
            assert (user.enabled, user.sessions) == (False, 0)

    return check


def block(desk: WorkerDesk, account: Account, ground: BlockGround = BlockGround.TAKEOVER) -> None:
    with desk.database.transaction() as session:
        by = member(session, "Barbara Lis")
        accounts.block(session, account.case_id, ground=ground, reason="?", by=by, at=datetime.now(UTC))


def unblock(desk: WorkerDesk, account: Account) -> None:
    with desk.database.transaction() as session:
        by = member(session, "Barbara Lis")
        accounts.unblock(
            session, account.case_id, address_checked=True, reason="wyjaśnione", by=by, at=datetime.now(UTC)
        )


def blocked(desk: WorkerDesk, account: Account, ground: BlockGround = BlockGround.TAKEOVER) -> None:
    block(desk, account, ground)
    desk.run()
    assert desk.state(account.id)[0] is AccountStatus.BLOCKED


def subjects(desk: WorkerDesk) -> list[str]:
    return [mail.subject for mail in desk.mailer.sent[1:]]


def events(desk: WorkerDesk, account: Account) -> list[str]:
    wanted = sa.select(AuditEntry.event).where(AuditEntry.object_id == str(account.id)).order_by(AuditEntry.seq)
    with desk.database.reading() as session:
        return [str(event) for event in session.scalars(wanted)]


def test_a_block_ends_every_session_and_only_then_says_so(desk: WorkerDesk) -> None:
    account = active(desk)
    block(desk, account)
    assert desk.state(account.id)[0] is AccountStatus.BLOCKING
    desk.run()
    (user,) = desk.directory.users.values()
    assert (user.enabled, user.sessions, user.password) == (False, 0, OWN)
    assert desk.state(account.id)[0] is AccountStatus.BLOCKED
    assert subjects(desk) == ["Twoje konto iBOK zostało zablokowane"]
    assert "podejrzenie, że ktoś inny" in desk.mailer.sent[-1].text
    assert events(desk, account)[-3:] == ["account:block-asked", "account:blocked", "account:told"]


def test_after_a_death_nobody_is_mailed(desk: WorkerDesk) -> None:
    account = active(desk)
    blocked(desk, account, BlockGround.DEATH)
    unblock(desk, account)
    desk.run()
    assert desk.state(account.id)[0] is AccountStatus.ACTIVATED
    assert subjects(desk) == []


def test_a_password_that_a_stranger_set_with_a_mail_gone_astray_dies_at_the_block_and_again_after_it(
    desk: WorkerDesk,
) -> None:
    account = active(desk)
    (user,) = desk.directory.users.values()
    blocked(desk, account, BlockGround.WRONG_ADDRESS)
    assert user.password != OWN
    desk.directory.customer_sets_own_password(user.id, OWN)  # On a page that was open before.
    unblock(desk, account)
    assert desk.run() == 0, "a page of the stranger's must die first"
    desk.later()
    desk.run()
    assert user.password != OWN
    assert desk.state(account.id)[0] is AccountStatus.EXPIRED
    assert desk.account(account.id).activated_at is None
    assert subjects(desk) == []


@pytest.mark.parametrize("call", BLOCKING)
@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("fault", [Killed(), TransientError("keycloak_unreachable", "keycloak")], ids=["kill", "fault"])
def test_stopped_between_any_two_calls_it_is_blocked_in_the_end(
    desk: WorkerDesk, call: str, moment: str, fault: BaseException
) -> None:
    account = active(desk)
    block(desk, account)
    setattr(desk.directory, moment, raising(fault, call))
    with suppress(Killed):
        desk.run()
    assert desk.state(account.id)[0] is AccountStatus.BLOCKING
    assert subjects(desk) == []
    setattr(desk.directory, moment, no_trouble)
    desk.later()
    desk.run()
    assert desk.state(account.id)[0] is AccountStatus.BLOCKED
    assert len(subjects(desk)) == 1


def test_a_session_that_is_left_is_ended_before_anybody_is_told(desk: WorkerDesk) -> None:
    account = active(desk)
    (user,) = desk.directory.users.values()

    def begin_another(call: str) -> None:
        if call == "end_sessions":
            user.sessions = 1

    desk.directory.afterwards = begin_another
    block(desk, account)
    desk.run()
    assert desk.state(account.id)[0] is AccountStatus.BLOCKING
    desk.directory.afterwards = no_trouble
    desk.later()
    desk.run()
    assert desk.state(account.id)[0] is AccountStatus.BLOCKED
    assert user.sessions == 0


def test_while_the_mail_server_is_away_it_is_blocked_and_told_later(desk: WorkerDesk) -> None:
    account = active(desk)
    desk.mailer.trouble = raising(TransientError("mail_unreachable", "mail"))
    blocked(desk, account)
    desk.mailer.trouble = no_trouble
    desk.later()
    desk.run()
    assert len(subjects(desk)) == 1


def test_a_mail_that_is_late_does_not_leave_once_it_is_not_true_any_more(desk: WorkerDesk) -> None:
    account = active(desk)
    desk.mailer.trouble = raising(TransientError("mail_unreachable", "mail"))
    blocked(desk, account)
    unblock(desk, account)
    desk.mailer.trouble = no_trouble
    desk.later()
    desk.run()
    assert subjects(desk) == ["Twoje konto iBOK zostało odblokowane"]


def test_a_refused_address_leaves_the_account_blocked_and_the_history_says_so(desk: WorkerDesk) -> None:
    account = active(desk)
    desk.mailer.trouble = raising(PermanentError("smtp_550"))
    blocked(desk, account)
    assert events(desk, account)[-1] == "account:not-told"


def test_a_refused_block_is_told_to_people_and_tried_again_from_there(desk: WorkerDesk) -> None:
    account = active(desk)
    desk.directory.trouble = raising(PermanentError("user_outside_group"), "disable")
    block(desk, account)
    desk.run()
    assert desk.state(account.id) == (AccountStatus.NEEDS_ATTENTION, Attention.NOT_BLOCKED)
    desk.directory.trouble = no_trouble
    with desk.database.transaction() as session:
        accounts.retry(session, account.id, by=member(session, "Barbara Lis"), at=datetime.now(UTC))
    desk.run()
    assert desk.state(account.id) == (AccountStatus.BLOCKED, None)


def test_a_user_who_is_gone_counts_as_blocked_and_is_asked_about_at_the_end(desk: WorkerDesk) -> None:
    account = active(desk)
    desk.directory.users.clear()
    desk.mailer.trouble = no_trouble
    blocked(desk, account)
    unblock(desk, account)
    desk.run()
    assert desk.state(account.id) == (AccountStatus.NEEDS_ATTENTION, Attention.USER_MISSING)
    with desk.database.transaction() as session:
        accounts.retry(session, account.id, by=member(session, "Barbara Lis"), at=datetime.now(UTC))
    desk.run()
    block(desk, account)


def test_an_account_that_was_never_created_is_not_created_while_blocked(desk: WorkerDesk) -> None:
    account = approved_account(desk.database)
    blocked(desk, account)
    desk.later()
    desk.run()
    assert desk.directory.users == {}
    assert desk.mailer.sent == []
    unblock(desk, account)
    desk.run()
    assert desk.state(account.id)[0] is AccountStatus.NOTIFIED
    assert len(desk.mailer.sent) == 1


@pytest.mark.parametrize("point", [Failpoint.AFTER_POST, Failpoint.AFTER_CREATED_COMMIT, Failpoint.BEFORE_SMTP])
def test_a_user_whose_creation_a_block_met_half_way_is_blocked_too(desk: WorkerDesk, point: Failpoint) -> None:
    account = approved_account(desk.database)
    with pytest.raises(Killed):
        desk.worker(kill_at(point))()
    block(desk, account)
    assert desk.run() == 0, "the lease of whoever was at it is waited for"
    desk.later()
    desk.run()
    (user,) = desk.directory.users.values()
    assert not user.enabled
    unblock(desk, account)
    desk.run()
    assert desk.state(account.id)[0] is AccountStatus.NOTIFIED
    assert desk.mailed_password() == user.password


def test_a_mail_under_way_ends_before_the_block_begins_and_is_the_last(desk: WorkerDesk) -> None:
    account = approved_account(desk.database)

    def meanwhile(point: Failpoint) -> None:
        if point is Failpoint.BEFORE_SMTP:
            block(desk, account)

    desk.run(desk.worker(meanwhile))
    assert desk.state(account.id)[0] is AccountStatus.BLOCKING, "a superseded worker records nothing"
    desk.later()
    desk.run()
    assert desk.state(account.id)[0] is AccountStatus.BLOCKED
    desk.later(hours=200)
    desk.run()
    assert len([mail for mail in desk.mailer.sent if "gotowe" in mail.subject]) == 1
    assert desk.state(account.id)[0] is AccountStatus.BLOCKED, "neither watch nor expiry moves it"


@pytest.mark.parametrize("call", OPENING)
@pytest.mark.parametrize("moment", MOMENTS)
def test_unblocking_leads_back_to_the_own_password_and_no_old_session(desk: WorkerDesk, call: str, moment: str) -> None:
    account = active(desk)
    blocked(desk, account)
    (user,) = desk.directory.users.values()
    user.sessions = 1  # Whatever lived in spite of all.
    unblock(desk, account)
    setattr(desk.directory, moment, raising(Killed(), call))
    with pytest.raises(Killed):
        desk.run()
    setattr(desk.directory, moment, no_trouble)
    desk.later()
    desk.run()
    assert desk.state(account.id)[0] is AccountStatus.ACTIVATED
    assert (user.enabled, user.sessions, user.password) == (True, 0, OWN)
    assert subjects(desk)[-1] == "Twoje konto iBOK zostało odblokowane"


def test_a_temporary_password_that_still_lives_works_again_and_is_watched(desk: WorkerDesk) -> None:
    account = mailed(desk)
    (user,) = desk.directory.users.values()
    blocked(desk, account)
    unblock(desk, account)
    desk.run()
    assert desk.state(account.id)[0] is AccountStatus.NOTIFIED
    assert user.password == desk.mailed_password(0)
    desk.directory.customer_sets_own_password(user.id, OWN)
    desk.later()
    desk.run()
    assert desk.state(account.id)[0] is AccountStatus.ACTIVATED


def test_a_temporary_password_that_ended_during_the_block_does_not_work_for_a_moment(desk: WorkerDesk) -> None:
    account = mailed(desk)
    (user,) = desk.directory.users.values()
    blocked(desk, account)
    desk.later(hours=169)
    unblock(desk, account)

    def no_living_password(call: str) -> None:
        assert call != "enable" or user.password != desk.mailed_password(0)

    desk.directory.trouble = no_living_password
    desk.run()
    assert desk.state(account.id)[0] is AccountStatus.EXPIRED


def test_a_password_sent_to_a_stranger_dies_with_the_block(desk: WorkerDesk) -> None:
    account = mailed(desk)
    (user,) = desk.directory.users.values()
    blocked(desk, account, BlockGround.WRONG_ADDRESS)
    assert user.password != desk.mailed_password(0)
    unblock(desk, account)
    desk.later()
    desk.run()
    assert desk.state(account.id)[0] is AccountStatus.EXPIRED
    assert subjects(desk) == []


def test_with_no_right_to_disable_it_waits_and_is_not_given_up(desk: WorkerDesk) -> None:
    account = active(desk)
    desk.directory.trouble = raising(ConfigurationError("keycloak_forbidden", "keycloak"))
    block(desk, account)
    desk.run()
    assert desk.state(account.id)[0] is AccountStatus.BLOCKING
    assert desk.open_task().problem == "keycloak_forbidden"


def test_a_block_carried_out_anew_because_of_a_wrong_address_lets_the_password_die(desk: WorkerDesk) -> None:
    account = active(desk)
    blocked(desk, account)
    (user,) = desk.directory.users.values()
    assert user.password == OWN
    with desk.database.transaction() as session:
        by = member(session, "Barbara Lis")
        incidents.open_incident(session, account.case_id, what="dzwonił sąsiad", by=by, at=datetime.now(UTC))
    desk.run()
    assert desk.state(account.id)[0] is AccountStatus.BLOCKED
    assert user.password != OWN
    assert len(subjects(desk)) == 1, "nobody is mailed at the wrong address"


def test_a_mail_that_waits_does_not_leave_once_the_mailbox_is_a_strangers(desk: WorkerDesk) -> None:
    account = active(desk)

    def greylisted(mail: Mail) -> None:
        raise TransientError("mail_deferred")

    desk.mailer.trouble = greylisted
    blocked(desk, account, BlockGround.CUSTOMERS_REQUEST)
    desk.mailer.trouble = lambda mail: None
    with desk.database.transaction() as session:
        by = member(session, "Barbara Lis")
        incidents.open_incident(session, account.case_id, what="dzwonił sąsiad", by=by, at=datetime.now(UTC))
    desk.run()
    desk.later()
    desk.run()
    assert desk.state(account.id)[0] is AccountStatus.BLOCKED
    assert subjects(desk) == []
