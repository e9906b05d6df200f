"""A corrected address reaches the realm: the former password dies before the new mail leaves, whatever happens (P4)."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from provisioner import accounts
from provisioner.accounts.carrying_out.failpoints import Failpoint
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.outside.ports import Mail, TransientError
from tests.corrected import RIGHT, corrected
from tests.factories import approved_account, member
from tests.fakes import StoredUser
from tests.worker.desk import WorkerDesk
from tests.worker.troubles import Killed, kill_at, no_trouble, raising

pytestmark = pytest.mark.sweep

WRONG = "jozef@example.com"
LOST = TransientError("keycloak_unreachable", "keycloak")
CALLS = [
    "get", "end_sessions", "set_password", "get", "unlock", "change_email",
    "end_sessions", "get", "set_password", "get", "unlock",
]  # fmt: skip


def mailed(desk: WorkerDesk) -> tuple[Account, StoredUser, str]:
    """An account whose login details went to a wrong address: with its user and the password in that mail."""
    account = approved_account(desk.database)
    desk.run()
    (user,) = desk.directory.users.values()
    return account, user, desk.mailed_password()


def watch_mail(desk: WorkerDesk, user: StoredUser, dead: str) -> None:
    """From now on every mail leaves to the corrected address, under which the realm knows the user already."""

    def check(mail: Mail) -> None:
        assert (mail.to, user.email) == (RIGHT, RIGHT)
        assert user.password != dead

    desk.mailer.trouble = check


def assert_corrected(desk: WorkerDesk, account: Account, user: StoredUser) -> None:
    assert desk.state(account.id) == (AccountStatus.NOTIFIED, None)
    assert desk.account(account.id).former_emails == []
    assert (user.email, user.application_id) == (RIGHT, str(account.case_id))
    assert desk.mailed_password() == user.password
    assert [mail.to for mail in desk.mailer.sent].count(WRONG) == 1


@pytest.mark.parametrize("status", ["notified", "expired"])
def test_the_former_password_is_dead_and_the_new_one_goes_to_the_new_address(desk: WorkerDesk, status: str) -> None:
    account, user, dead = mailed(desk)
    if status == "expired":
        desk.unused_to_the_end()
    corrected(desk.database, account)
    watch_mail(desk, user, dead)
    desk.directory.calls.clear()
    desk.run()
    assert desk.directory.calls[: len(CALLS)] == CALLS
    assert_corrected(desk, account, user)
    assert "zastępuje wcześniejszą" not in desk.mailer.sent[-1].text


def nth(number: int, error: BaseException) -> Callable[[str], None]:
    """Raises at the call with this number, once."""
    seen = []

    def trouble(call: str) -> None:
        seen.append(call)
        if len(seen) == number:
            raise error

    return trouble


@pytest.mark.parametrize("number", range(1, len(CALLS) + 1))
@pytest.mark.parametrize("moment", ["trouble", "afterwards"])
@pytest.mark.parametrize(
    "error", [Killed(), TransientError("keycloak_unreachable", "keycloak")], ids=["killed", "lost"]
)
def test_a_fault_between_any_two_calls_leads_to_the_same_end(
    desk: WorkerDesk, number: int, moment: str, error: BaseException
) -> None:
    account, user, dead = mailed(desk)
    corrected(desk.database, account)
    watch_mail(desk, user, dead)
    setattr(desk.directory, moment, nth(number, error))
    worker = desk.worker()
    if isinstance(error, Killed):
        with pytest.raises(Killed):
            worker()
    else:
        worker()
    desk.later()
    desk.run()
    assert_corrected(desk, account, user)


@pytest.mark.parametrize("point", [Failpoint.AFTER_CLAIM, Failpoint.AFTER_POST, Failpoint.BEFORE_SMTP])
def test_a_worker_killed_on_the_way_loses_no_correction(desk: WorkerDesk, point: Failpoint) -> None:
    account, user, dead = mailed(desk)
    corrected(desk.database, account)
    watch_mail(desk, user, dead)
    with pytest.raises(Killed):
        desk.worker(kill_at(point))()
    desk.later()
    desk.run()
    assert_corrected(desk, account, user)


def test_a_second_correction_before_the_first_has_arrived_is_the_one_that_counts(desk: WorkerDesk) -> None:
    account, user, dead = mailed(desk)
    corrected(desk.database, account, "second@example.com")
    desk.directory.afterwards = raising(LOST, "change_email")
    desk.worker()()
    desk.directory.afterwards = no_trouble
    assert user.email == "second@example.com"
    corrected(desk.database, account)
    watch_mail(desk, user, dead)
    desk.later()
    desk.run()
    assert_corrected(desk, account, user)


def test_an_own_password_set_meanwhile_is_not_overwritten_and_people_are_asked(desk: WorkerDesk) -> None:
    account, user, _ = mailed(desk)
    desk.directory.customer_sets_own_password(user.id, "WlasneHaslo1")
    corrected(desk.database, account)
    desk.run()
    assert (user.password, user.email) == ("WlasneHaslo1", WRONG)
    assert desk.state(account.id) == (AccountStatus.NEEDS_ATTENTION, Attention.USED_BEFORE_CORRECTION)
    assert len(desk.mailer.sent) == 1
    user.email = RIGHT  # The operator has asked the customer.
    retried(desk, account)
    assert desk.state(account.id) == (AccountStatus.ACTIVATED, None)
    assert user.password == "WlasneHaslo1"


def retried(desk: WorkerDesk, account: Account) -> None:
    with desk.database.transaction() as session:
        accounts.retry(session, account.id, by=member(session, "Barbara Lis"), at=datetime.now(UTC))
    desk.run()


def test_an_address_changed_by_hand_still_asks_people(desk: WorkerDesk) -> None:
    account, user, dead = mailed(desk)
    user.email = "by.hand@example.com"
    corrected(desk.database, account)
    desk.run()
    assert desk.state(account.id) == (AccountStatus.NEEDS_ATTENTION, Attention.EMAIL_DIFFERS)
    assert (user.email, user.password) == ("by.hand@example.com", dead)
    assert len(desk.mailer.sent) == 1


def test_a_mailbox_somebody_else_holds_asks_people_and_the_former_password_is_dead(desk: WorkerDesk) -> None:
    account, user, dead = mailed(desk)
    stranger = desk.directory.stranger("someone", RIGHT)
    corrected(desk.database, account)
    desk.run()
    assert desk.state(account.id) == (AccountStatus.NEEDS_ATTENTION, Attention.EMAIL_TAKEN)
    assert user.password != dead
    assert len(desk.mailer.sent) == 1
    stranger.email = "moved@example.com"
    watch_mail(desk, user, dead)
    retried(desk, account)
    assert_corrected(desk, account, user)


def test_an_account_whose_mailbox_was_taken_is_created_under_the_corrected_address(desk: WorkerDesk) -> None:
    account = approved_account(desk.database)
    desk.directory.stranger("someone", WRONG)
    desk.run()
    corrected(desk.database, account)
    desk.run()
    assert desk.state(account.id) == (AccountStatus.NOTIFIED, None)
    assert [mail.to for mail in desk.mailer.sent] == [RIGHT]


def test_a_user_of_a_lost_answer_gets_the_corrected_address(desk: WorkerDesk) -> None:
    """The user exists under the former address, and we do not know it: gave up after a lost answer."""
    account = approved_account(desk.database)
    desk.directory.afterwards = raising(RuntimeError("nobody thought of it"), "create")
    desk.directory.trouble = raising(RuntimeError("nor of this"), "find")
    for _ in range(6):
        desk.run()
        desk.later()
    assert desk.state(account.id) == (AccountStatus.NEEDS_ATTENTION, Attention.UNEXPECTED)
    desk.directory.afterwards = desk.directory.trouble = no_trouble
    (user,) = desk.directory.users.values()
    dead = user.password
    corrected(desk.database, account)
    watch_mail(desk, user, dead)
    desk.run()
    assert desk.state(account.id) == (AccountStatus.NOTIFIED, None)
    assert (user.email, desk.mailed_password()) == (RIGHT, user.password)


def test_while_a_worker_is_at_the_user_no_correction_is_confirmed(desk: WorkerDesk) -> None:
    account, _, _ = mailed(desk)
    with desk.database.transaction() as session:
        accounts.reissue(session, account.id, by=member(session, "Barbara Lis"), at=datetime.now(UTC))
    tried: list[Failpoint] = []

    def confirm_now(point: Failpoint) -> None:
        if point is Failpoint.BEFORE_SMTP:
            tried.append(point)
            with pytest.raises(accounts.Busy):
                corrected(desk.database, account)

    desk.worker(confirm_now)()
    assert tried
    assert desk.account(account.id).email == WRONG


def test_whoever_sets_an_own_password_between_the_address_and_the_new_one_is_not_overwritten_nor_mailed(
    desk: WorkerDesk,
) -> None:
    account, user, _ = mailed(desk)
    corrected(desk.database, account)

    def meanwhile(call: str) -> None:
        if call == "change_email":
            desk.directory.customer_sets_own_password(user.id, "WlasneHaslo1")

    desk.directory.afterwards = meanwhile
    desk.run()
    assert desk.state(account.id) == (AccountStatus.NEEDS_ATTENTION, Attention.USED_BEFORE_CORRECTION)
    assert (user.password, len(desk.mailer.sent)) == ("WlasneHaslo1", 1)
