"""Changed data reach the realm and both mailboxes, in this order, whatever fails between (P2, P4, P5)."""

from datetime import UTC, datetime

import pytest

from provisioner import accounts
from provisioner.accounts.blocking.rules import BlockGround
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.outside.ports import Mail, PermanentError, TransientError
from tests.changed import NEW, approved
from tests.factories import member
from tests.fakes import StoredUser
from tests.worker.desk import WorkerDesk
from tests.worker.test_blocking import OWN, active, blocked, events, unblock
from tests.worker.test_readdressing import WRONG, nth
from tests.worker.troubles import Killed, no_trouble, raising

pytestmark = pytest.mark.sweep

CALLS = ["get", "rewrite", "end_sessions"]


def customer(desk: WorkerDesk) -> tuple[Account, StoredUser]:
    """Somebody with an own password, logged in, and no mail but the first."""
    account = active(desk)
    (user,) = desk.directory.users.values()
    desk.mailer.sent.clear()
    desk.mailer.trouble = no_trouble
    return account, user


def truth(desk: WorkerDesk, user: StoredUser) -> None:
    """From now on no mail leaves before the realm has the new address."""

    def check(mail: Mail) -> None:
        assert user.email == NEW
        assert mail.to == (WRONG if "e-mail" in mail.subject else NEW)

    desk.mailer.trouble = check


def assert_changed(desk: WorkerDesk, account: Account, user: StoredUser) -> None:
    assert desk.state(account.id) == (AccountStatus.ACTIVATED, None)
    assert (user.email, user.first_name, user.last_name, user.locale) == (NEW, "Józef", "Nowy", "en")
    assert (user.login, user.application_id, user.password, user.pending) == (
        "104233", str(account.case_id), OWN, False,
    )  # fmt: skip
    assert user.sessions == 0
    assert desk.account(account.id).former_emails == []


def test_names_address_and_language_are_written_and_both_mailboxes_told(desk: WorkerDesk) -> None:
    account, user = customer(desk)
    truth(desk, user)
    approved(desk.database, account, email=NEW, last_name="Nowy", language="en")
    desk.directory.calls.clear()
    desk.run()
    assert desk.directory.calls == CALLS
    assert_changed(desk, account, user)
    told = {mail.to: mail for mail in desk.mailer.sent}
    assert set(told) == {NEW, WRONG}
    assert "Changed: e-mail address, surname, language of the mails." in told[NEW].text
    assert "j•••@example.com" in told[WRONG].text
    assert NEW not in told[WRONG].text
    assert events(desk, account)[-4:] == [
        "account:change-asked", "account:changed", "account:told", "account:told",
    ]  # fmt: skip


def test_without_a_new_address_nobody_is_logged_out_and_one_mail_leaves(desk: WorkerDesk) -> None:
    account, user = customer(desk)
    approved(desk.database, account, last_name="Nowy", street="Długa 1", postcode="80-827", town="Gdańsk")
    desk.run()
    assert (user.last_name, user.email, user.sessions) == ("Nowy", WRONG, 2)
    (mail,) = desk.mailer.sent
    assert (mail.to, "Zmieniono: nazwisko, adres." in mail.text) == (WRONG, True)


@pytest.mark.parametrize("number", range(1, len(CALLS) + 1))
@pytest.mark.parametrize("moment", ["trouble", "afterwards"])
@pytest.mark.parametrize(
    "error", [Killed(), TransientError("keycloak_unreachable", "keycloak")], ids=["killed", "lost"]
)
def test_a_fault_between_any_two_calls_leads_to_the_same_end(
    desk: WorkerDesk, number: int, moment: str, error: BaseException
) -> None:
    account, user = customer(desk)
    truth(desk, user)
    approved(desk.database, account, email=NEW, last_name="Nowy", language="en")
    setattr(desk.directory, moment, nth(number, error))
    worker = desk.worker()
    if isinstance(error, Killed):
        with pytest.raises(Killed):
            worker()
    else:
        worker()
    assert desk.mailer.sent == []
    desk.later()
    desk.run()
    assert_changed(desk, account, user)
    assert sorted(mail.subject for mail in desk.mailer.sent) == sorted(
        ["Data of your iBOK account were changed", "The e-mail address of your iBOK account was changed"]
    )


def test_a_temporary_password_that_is_pending_dies(desk: WorkerDesk) -> None:
    """As after an administrator has set one in Keycloak."""
    account, user = customer(desk)
    user.password, user.pending = "temporary1", True
    approved(desk.database, account, email=NEW)
    desk.run()
    assert user.password != "temporary1"
    assert desk.state(account.id) == (AccountStatus.EXPIRED, None)


@pytest.mark.parametrize(
    ("spoilt", "code"), [("email", "other_email"), ("marker", "other_marker"), ("held", "same_email")]
)
def test_what_was_changed_by_hand_or_is_somebody_elses_asks_people_and_nothing_is_mailed(
    desk: WorkerDesk, spoilt: str, code: str
) -> None:
    account, user = customer(desk)
    stranger = desk.directory.stranger("someone", NEW if spoilt == "held" else "x@example.com")
    if spoilt == "email":
        user.email = "by.hand@example.com"
    if spoilt == "marker":
        user.application_id = "another"
    approved(desk.database, account, email=NEW, last_name="Nowy")
    desk.run()
    assert desk.state(account.id) == (AccountStatus.NEEDS_ATTENTION, Attention.NOT_CHANGED)
    assert desk.account(account.id).attention_code == code
    assert (user.last_name, user.password, desk.mailer.sent) == ("Żółkiewski", OWN, [])
    user.email, user.application_id, stranger.email = WRONG, str(account.case_id), "moved@example.com"
    with desk.database.transaction() as session:
        accounts.retry(session, account.id, by=member(session, "Barbara Lis"), at=datetime.now(UTC))
    assert desk.state(account.id) == (AccountStatus.CHANGING, None)
    desk.run()
    assert (user.last_name, user.email, len(desk.mailer.sent)) == ("Nowy", NEW, 2)
    assert desk.state(account.id) == (AccountStatus.ACTIVATED, None)


def test_another_paper_leads_out_of_a_mailbox_that_somebody_holds(desk: WorkerDesk) -> None:
    account, user = customer(desk)
    desk.directory.stranger("someone", NEW)
    approved(desk.database, account, email=NEW, last_name="Nowy")
    desk.run()
    approved(desk.database, account, email=WRONG)
    desk.run()
    assert desk.state(account.id) == (AccountStatus.ACTIVATED, None)
    assert (user.email, user.last_name) == (WRONG, "Nowy")


def test_a_former_mailbox_that_is_gone_keeps_nothing_up(desk: WorkerDesk) -> None:
    account, _ = customer(desk)

    def refuse(mail: Mail) -> None:
        if mail.to == WRONG:
            raise PermanentError("smtp_550")

    desk.mailer.trouble = refuse
    approved(desk.database, account, email=NEW)
    desk.run()
    assert [mail.to for mail in desk.mailer.sent] == [NEW]
    assert sorted(events(desk, account)[-2:]) == ["account:not-told", "account:told"]
    assert desk.state(account.id) == (AccountStatus.ACTIVATED, None)


def test_a_block_calls_the_change_off_and_its_end_puts_it_anew(desk: WorkerDesk) -> None:
    account, user = customer(desk)
    approved(desk.database, account, email=NEW, last_name="Nowy", language="en")
    blocked(desk, account)
    assert (user.email, user.last_name) == (WRONG, "Żółkiewski")
    unblock(desk, account)
    desk.run()
    assert_changed(desk, account, user)


def test_a_change_that_stopped_is_not_forgotten_by_a_block(desk: WorkerDesk) -> None:
    account, user = customer(desk)
    desk.directory.trouble = raising(PermanentError("refused"), "rewrite")
    approved(desk.database, account, email=NEW, last_name="Nowy", language="en")
    desk.run()
    assert desk.state(account.id) == (AccountStatus.NEEDS_ATTENTION, Attention.NOT_CHANGED)
    desk.directory.trouble = no_trouble
    blocked(desk, account)
    unblock(desk, account)
    desk.run()
    assert_changed(desk, account, user)


def test_after_a_wrong_address_the_change_is_written_and_no_password_lives(desk: WorkerDesk) -> None:
    account, user = customer(desk)
    desk.directory.trouble = raising(PermanentError("refused"), "rewrite")
    approved(desk.database, account, last_name="Nowy")
    desk.run()
    desk.directory.trouble = no_trouble
    blocked(desk, account, BlockGround.WRONG_ADDRESS)
    unblock(desk, account)
    desk.later()
    desk.run()
    assert (user.last_name, user.password != OWN) == ("Nowy", True)
    assert desk.state(account.id) == (AccountStatus.EXPIRED, None)


def test_a_user_who_is_gone_is_asked_about(desk: WorkerDesk) -> None:
    account, _ = customer(desk)
    desk.directory.users.clear()
    approved(desk.database, account, email=NEW)
    desk.run()
    assert desk.state(account.id) == (AccountStatus.NEEDS_ATTENTION, Attention.USER_MISSING)
    with desk.database.transaction() as session:
        accounts.retry(session, account.id, by=member(session, "Barbara Lis"), at=datetime.now(UTC))
    desk.run()
    assert [mail.to for mail in desk.mailer.sent] == [NEW]
