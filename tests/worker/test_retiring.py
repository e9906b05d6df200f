"""An unused password dies at its end, and nothing between any two calls costs a customer's own one (R5, P4)."""

from contextlib import suppress
from datetime import UTC, datetime
from uuid import UUID

import pytest

from provisioner import accounts
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.outside.ports import TransientError
from tests.corrected import corrected
from tests.factories import approved_account, member
from tests.fakes import StoredUser
from tests.worker.desk import WorkerDesk
from tests.worker.test_blocking import block, unblock
from tests.worker.troubles import Killed, no_trouble, raising

OWN = "WlasneHaslo1"
SHUTTING, DYING = ("get", "disable", "end_sessions"), ("get", "end_sessions", "set_password", "unlock", "enable")
MOMENTS = ("trouble", "afterwards")
FAULTS = (Killed(), TransientError("keycloak_unreachable", "keycloak"))


def unused(desk: WorkerDesk) -> tuple[Account, StoredUser]:
    """A customer whose temporary password is at its end; the work that retires it is due."""
    account = approved_account(desk.database)
    desk.run()
    desk.later(hours=169)
    assert desk.worker()(), "the watch asks for it"
    (user,) = desk.directory.users.values()
    return account, user


def shut(desk: WorkerDesk) -> tuple[Account, StoredUser]:
    """The same, shut out until the last page is closed."""
    account, user = unused(desk)
    desk.run()
    assert (desk.state(account.id)[0], user.enabled) == (AccountStatus.NOTIFIED, False)
    return account, user


def pages_close(desk: WorkerDesk) -> None:
    desk.later(hours=0.2)
    desk.run()


def reissue(desk: WorkerDesk, account: UUID) -> None:
    with desk.database.transaction() as session:
        accounts.reissue(session, account, by=member(session, "Barbara Lis"), at=datetime.now(UTC))


def assert_expired(desk: WorkerDesk, account: Account, user: StoredUser) -> None:
    assert (desk.state(account.id), desk.account(account.id).shut_at) == ((AccountStatus.EXPIRED, None), None)
    assert (user.enabled, user.pending) == (True, True)
    assert user.password != desk.mailed_password(0)


def assert_own(desk: WorkerDesk, account: Account, user: StoredUser) -> None:
    assert (desk.state(account.id), desk.account(account.id).shut_at) == ((AccountStatus.ACTIVATED, None), None)
    assert (user.enabled, user.pending, user.password) == (True, False, OWN)


def test_nobody_logs_in_while_the_last_pages_die_and_then_the_password_does(desk: WorkerDesk) -> None:
    account, user = shut(desk)
    assert user.password == desk.mailed_password(), "a page may be open: its customer must not lose what is typed there"
    desk.later()
    desk.run()
    assert not user.enabled
    pages_close(desk)
    assert_expired(desk, account, user)


def test_whoever_sets_an_own_password_on_a_page_left_open_is_let_in_at_the_next_look(desk: WorkerDesk) -> None:
    account, user = shut(desk)
    desk.directory.customer_sets_own_password(user.id, OWN)
    desk.later()
    desk.run()
    assert_own(desk, account, user)


@pytest.mark.parametrize("fault", FAULTS, ids=["kill", "fault"])
@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("call", SHUTTING)
@pytest.mark.parametrize("own", [False, True], ids=["unused", "used meanwhile"])
def test_stopped_while_it_shuts_it_ends_well(
    desk: WorkerDesk, call: str, moment: str, fault: BaseException, own: bool
) -> None:
    account, user = unused(desk)
    stopped_at(desk, call, moment, fault)
    if own:
        desk.directory.customer_sets_own_password(user.id, OWN)
    for _ in range(2):
        pages_close(desk)
    (assert_own if own else assert_expired)(desk, account, user)


@pytest.mark.parametrize("fault", FAULTS, ids=["kill", "fault"])
@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("call", DYING)
def test_stopped_while_the_password_dies_it_ends_well(
    desk: WorkerDesk, call: str, moment: str, fault: BaseException
) -> None:
    account, user = shut(desk)
    desk.later(hours=0.2)
    stopped_at(desk, call, moment, fault)
    for _ in range(2):
        pages_close(desk)
    assert_expired(desk, account, user)


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("call", ["get", "enable"])
def test_stopped_while_it_opens_for_an_own_password_it_ends_well(desk: WorkerDesk, call: str, moment: str) -> None:
    account, user = shut(desk)
    desk.directory.customer_sets_own_password(user.id, OWN)
    desk.later()
    stopped_at(desk, call, moment, Killed())
    pages_close(desk)
    assert_own(desk, account, user)


def stopped_at(desk: WorkerDesk, call: str, moment: str, fault: BaseException) -> None:
    setattr(desk.directory, moment, raising(fault, call))
    with suppress(Killed):
        desk.run()
    setattr(desk.directory, moment, no_trouble)


def test_a_user_whom_somebody_disabled_by_hand_stays_so_and_the_password_dies(desk: WorkerDesk) -> None:
    account, user = unused(desk)
    user.enabled = False
    desk.run()
    assert desk.state(account.id)[0] is AccountStatus.EXPIRED
    assert (user.enabled, user.password == desk.mailed_password()) == (False, False)


def test_an_own_password_of_a_user_disabled_by_hand_is_noted_and_nobody_is_let_in(desk: WorkerDesk) -> None:
    account, user = unused(desk)
    user.enabled = False
    desk.directory.customer_sets_own_password(user.id, OWN)
    desk.run()
    assert (desk.state(account.id)[0], user.enabled, user.password) == (AccountStatus.ACTIVATED, False, OWN)


def test_a_block_asked_for_meanwhile_stays_and_ends_where_keycloak_stands(desk: WorkerDesk) -> None:
    account, user = shut(desk)
    block(desk, account)
    desk.run()
    pages_close(desk)
    assert (desk.state(account.id)[0], user.enabled) == (AccountStatus.BLOCKED, False)
    assert desk.account(account.id).shut_at is None
    unblock(desk, account)
    pages_close(desk)
    assert_expired(desk, account, user)


def test_a_worker_overtaken_by_a_block_lets_nobody_in_any_more(desk: WorkerDesk) -> None:
    account, user = shut(desk)
    desk.later(hours=0.2)

    def meanwhile(call: str) -> None:
        if call == "unlock":
            desk.directory.trouble = no_trouble
            block(desk, account)

    desk.directory.trouble = meanwhile
    desk.run()
    assert not user.enabled
    assert "enable" not in desk.directory.calls
    desk.later()
    desk.run()
    assert (desk.state(account.id)[0], user.enabled) == (AccountStatus.BLOCKED, False)


@pytest.mark.parametrize("own", [False, True], ids=["unused", "used meanwhile"])
def test_a_new_password_asked_for_meanwhile_opens_the_user_at_once(desk: WorkerDesk, own: bool) -> None:
    account, user = shut(desk)
    if own:
        desk.directory.customer_sets_own_password(user.id, OWN)
    reissue(desk, account.id)
    desk.run()
    if own:
        assert_own(desk, account, user)
    else:
        assert (desk.state(account.id)[0], desk.account(account.id).shut_at) == (AccountStatus.NOTIFIED, None)
        assert (user.enabled, user.password) == (True, desk.mailed_password())


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("call", ["get", "end_sessions", "set_password", "unlock", "enable"])
def test_a_new_password_stopped_anywhere_leaves_nobody_shut_out(desk: WorkerDesk, call: str, moment: str) -> None:
    account, user = shut(desk)
    reissue(desk, account.id)
    stopped_at(desk, call, moment, Killed())
    desk.later()
    desk.run()
    assert (desk.state(account.id)[0], desk.account(account.id).shut_at) == (AccountStatus.NOTIFIED, None)
    assert (user.enabled, user.password) == (True, desk.mailed_password())


def test_a_corrected_address_meanwhile_opens_the_user_with_the_new_password(desk: WorkerDesk) -> None:
    account, user = shut(desk)
    corrected(desk.database, account, "right@example.com")
    desk.run()
    assert (user.enabled, user.email, user.password) == (True, "right@example.com", desk.mailed_password())


def test_retiring_that_was_given_up_is_people_s_and_a_new_password_opens_the_user(desk: WorkerDesk) -> None:
    account, user = shut(desk)
    desk.directory.trouble = raising(TransientError("keycloak_error"), "get")
    desk.later()
    desk.run()
    desk.later(hours=5)
    desk.run()
    assert desk.state(account.id) == (AccountStatus.NEEDS_ATTENTION, Attention.GAVE_UP)
    desk.directory.trouble = no_trouble
    with desk.database.transaction() as session:
        accounts.retry(session, account.id, by=member(session, "Barbara Lis"), at=datetime.now(UTC))
    desk.run()
    assert (desk.state(account.id)[0], user.enabled) == (AccountStatus.NOTIFIED, True)


def test_an_own_password_set_while_a_new_one_is_asked_for_is_kept(desk: WorkerDesk) -> None:
    account = approved_account(desk.database)
    desk.run()
    (user,) = desk.directory.users.values()
    reissue(desk, account.id)

    def meanwhile(call: str) -> None:
        if call == "end_sessions":
            desk.directory.customer_sets_own_password(user.id, OWN)

    desk.directory.afterwards = meanwhile
    desk.run()
    assert_own(desk, account, user)
    assert len(desk.mailer.sent) == 1


def test_a_password_that_met_an_own_one_and_lost_its_duty_is_replaced_before_anybody_is_told(desk: WorkerDesk) -> None:
    account = approved_account(desk.database)
    desk.run()
    (user,) = desk.directory.users.values()
    reissue(desk, account.id)
    met = meeting_once(desk, user)
    desk.run()
    assert desk.state(account.id) == (AccountStatus.NOTIFIED, None)
    assert (user.pending, user.password) == (True, desk.mailed_password())
    assert user.password not in met
    assert user.sessions == 0, "whoever set the own one is logged out"


def test_a_dead_password_that_lost_its_duty_is_not_taken_for_an_own_one(desk: WorkerDesk) -> None:
    account, user = unused(desk)
    user.enabled = False  # By hand, a moment ago: a page may be open.
    met = meeting_once(desk, user)
    desk.run()
    assert desk.state(account.id)[0] is AccountStatus.EXPIRED
    assert (user.pending, user.password in met) == (True, False)


def meeting_once(desk: WorkerDesk, user: StoredUser) -> list[str]:
    """Where a customer types an own password as ours is set, Keycloak may keep ours and take the duty away."""
    met: list[str] = []

    def meet(call: str) -> None:
        if call == "set_password" and not met:
            met.append(user.password)
            user.pending, user.sessions = False, 1

    desk.directory.afterwards = meet
    return met
