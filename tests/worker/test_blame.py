"""The same refusal for many accounts in a row is nobody's own fault: the others wait and people are asked once."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import pytest

from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.outside.outages import outages
from provisioner.outside.password import TemporaryPassword
from provisioner.outside.ports import DoubtfulRefusal, Mail, NewUser, PermanentError, TransientError
from provisioner.worker.blame import IN_A_ROW
from tests.factories import approved_account
from tests.fakes import StoredUser
from tests.worker.desk import WorkerDesk
from tests.worker.test_blocking import block
from tests.worker.troubles import no_trouble, raising

pytestmark = pytest.mark.sweep

MANY = IN_A_ROW + 3


def approved(desk: WorkerDesk, many: int = MANY) -> list[Account]:
    return [
        approved_account(desk.database, customer_number=f"{200000 + n}", email=e, email_again=e)
        for n, e in enumerate(f"c{n}@example.com" for n in range(many))
    ]


def with_people(desk: WorkerDesk, accounts: list[Account]) -> int:
    return [desk.state(account.id)[0] for account in accounts].count(AccountStatus.NEEDS_ATTENTION)


def problems(desk: WorkerDesk) -> list[str]:
    with desk.database.reading() as session:
        return [outage.problem for outage in outages(session, now=datetime.now(UTC))]


def refuse_creating(desk: WorkerDesk) -> None:
    desk.directory.trouble = raising(PermanentError("customerNumber_customerNumberInvalid"), "create")


def refuse_mailing(desk: WorkerDesk) -> None:
    desk.mailer.trouble = raising(PermanentError("smtp_550"))


@pytest.mark.parametrize("refuse", [refuse_creating, refuse_mailing])
def test_many_in_a_row_with_the_same_refusal_pause_the_queue_and_all_goes_on_by_itself(
    desk: WorkerDesk, refuse: Callable[[WorkerDesk], None]
) -> None:
    accounts = approved(desk)
    worker = desk.worker()
    refuse(desk)
    desk.run(worker)
    assert with_people(desk, accounts) == IN_A_ROW - 1
    assert problems(desk) == ["user_refused"]
    for _ in range(3):
        desk.later()
        desk.run(worker)
    assert with_people(desk, accounts) == IN_A_ROW - 1, "whoever is tried meanwhile waits on"
    desk.directory.trouble = desk.mailer.trouble = no_trouble
    desk.later()
    desk.run(worker)
    assert problems(desk) == []
    assert with_people(desk, accounts) == IN_A_ROW - 1
    assert len(desk.mailer.sent) == MANY - IN_A_ROW + 1


def test_different_refusals_are_each_accounts_own(desk: WorkerDesk) -> None:
    accounts = approved(desk)
    codes = iter(range(MANY))

    def refuse(call: str) -> None:
        raise PermanentError(f"code_{next(codes)}")

    desk.directory.trouble = refuse
    desk.run()
    assert with_people(desk, accounts) == MANY
    assert problems(desk) == []


def test_a_success_between_makes_refusals_each_accounts_own(desk: WorkerDesk) -> None:
    accounts = approved(desk)

    def refuse_all_but_some(mail: Mail) -> None:
        if mail.to not in ("c3@example.com", "c6@example.com"):
            raise PermanentError("smtp_550")

    desk.mailer.trouble = refuse_all_but_some
    desk.run()
    assert with_people(desk, accounts) == MANY - 2
    assert problems(desk) == []


def test_a_fresh_worker_goes_on_waiting_where_its_predecessor_paused(desk: WorkerDesk) -> None:
    accounts = approved(desk)
    refuse_creating(desk)
    desk.run()
    desk.later()
    desk.run(desk.worker())
    assert with_people(desk, accounts) == IN_A_ROW - 1


def test_a_mail_that_alone_is_refused_while_others_pass_is_given_to_people(desk: WorkerDesk) -> None:
    """A policy refusal may mean our system or this one address; the others tell."""
    accounts = approved(desk, 3)
    alone = accounts[0]

    def refuse_one(mail: Mail) -> None:
        if mail.to == alone.email:
            raise DoubtfulRefusal("mail_relay_denied", "mail")

    desk.mailer.trouble = refuse_one
    worker = desk.worker()
    for _ in range(4):
        desk.run(worker)
        desk.later()
    assert desk.state(alone.id) == (AccountStatus.NEEDS_ATTENTION, Attention.MAIL_REFUSED)
    assert [desk.state(other.id)[0] for other in accounts[1:]] == [AccountStatus.NOTIFIED] * 2
    assert problems(desk) == []


def keycloak_fails(desk: WorkerDesk) -> None:
    desk.directory.trouble = raising(TransientError("keycloak_error"))


def mails_put_off(desk: WorkerDesk) -> None:
    desk.mailer.trouble = raising(TransientError("mail_deferred"))


@pytest.mark.parametrize("fail, told", [(keycloak_fails, "user_keycloak_error"), (mails_put_off, "user_mail_deferred")])
def test_what_makes_many_in_a_row_wait_is_an_outage_that_no_patience_runs_out_in(
    desk: WorkerDesk, fail: Callable[[WorkerDesk], None], told: str
) -> None:
    """Keycloak that answers every call with 500 is nobody's own trouble, and neither is a server that greylists all."""
    accounts = approved(desk)
    worker = desk.worker()
    fail(desk)
    for _ in range(5):
        desk.run(worker)
        desk.later(hours=5)
        assert problems(desk) == [told]
    desk.directory.trouble = desk.mailer.trouble = no_trouble
    desk.run(worker)
    assert problems(desk) == []
    assert [desk.state(account.id)[0] for account in accounts] == [AccountStatus.NOTIFIED] * MANY


def test_patience_begins_anew_after_an_outage_that_was_known_late(desk: WorkerDesk) -> None:
    first, *_others = approved(desk)
    worker = desk.worker()
    keycloak_fails(desk)
    for _ in range(2):
        desk.run(worker)
        desk.later(hours=5)
    desk.directory.trouble = no_trouble
    desk.mailer.trouble = lambda mail: put_off_one(mail, first.email)
    desk.run(worker)
    assert with_people(desk, [first]) == 0


def test_patience_begins_anew_after_an_answer_that_may_still_come(desk: WorkerDesk) -> None:
    """As after any other outage: what waited until the change could be undone did not wait for its own sake."""
    (alone,) = approved(desk, 1)
    worker = desk.worker()
    keycloak_fails(desk)
    desk.run(worker)
    desk.later(hours=5)
    desk.directory.trouble = raising(TransientError("keycloak_unreachable", "keycloak", late=300))
    desk.run(worker)
    desk.later()
    keycloak_fails(desk)
    desk.run(worker)
    assert with_people(desk, [alone]) == 0


def test_sessions_that_outlive_single_blocks_are_no_outage_however_many_come_together(desk: WorkerDesk) -> None:
    """Each ends with the next look at it; what no success between them ended would count for months."""
    customers = approved(desk, IN_A_ROW)
    worker = desk.worker()
    desk.run(worker)
    for one in customers:
        (user,) = (user for user in desk.directory.users.values() if user.login == one.login)
        desk.directory.afterwards = partial(log_in_again, user)
        block(desk, one)
        desk.run(worker)
        assert desk.state(one.id)[0] is AccountStatus.BLOCKING
        assert problems(desk) == []
        desk.directory.afterwards = no_trouble
        desk.later()
        desk.run(worker)
    assert {desk.state(one.id)[0] for one in customers} == {AccountStatus.BLOCKED}


def log_in_again(user: StoredUser, call: str) -> None:
    if call == "end_sessions":
        user.sessions = 1


def put_off_one(mail: Mail, address: str) -> None:
    if mail.to == address:
        raise TransientError("mail_deferred")


def test_one_account_that_keycloak_fails_at_is_handed_to_people_while_others_pass(desk: WorkerDesk) -> None:
    alone, *others = approved(desk)
    with_trouble = desk.directory.create

    def fails_for_one(user: NewUser, password: TemporaryPassword) -> str:
        if user.login == alone.login:
            raise TransientError("keycloak_error")
        return with_trouble(user, password)

    desk.directory.create = fails_for_one  # type: ignore[method-assign]
    worker = desk.worker()
    for _ in range(3):
        desk.run(worker)
        desk.later(hours=5)
    desk.run(worker)
    assert desk.state(alone.id) == (AccountStatus.NEEDS_ATTENTION, Attention.GAVE_UP)
    assert with_people(desk, others) == 0
    assert problems(desk) == []
