"""Accounts that need people: strangers, refusals, vanished users, unused passwords, and the buttons (P2, R5)."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from provisioner import accounts
from provisioner.accounts.carrying_out.failpoints import Failpoint
from provisioner.accounts.rules import ACCOUNT_MOVES, AccountStatus, Attention
from provisioner.journal.events import Event
from provisioner.journal.tables import AuditEntry
from provisioner.outside.ports import Mail, PermanentError
from tests.factories import approved_account, member
from tests.worker.desk import WorkerDesk
from tests.worker.troubles import Killed, kill_at, no_trouble, raising


def test_p2_a_stranger_with_the_login_is_left_alone_and_the_next_login_is_taken(desk: WorkerDesk) -> None:
    account = approved_account(desk.database)
    stranger = desk.directory.stranger("104233", "other@example.com")
    desk.run()
    assert (stranger.password, stranger.pending) == ("theirs", False)
    assert desk.account(account.id).login == "104233_2"
    assert [mail.to for mail in desk.mailer.sent] == ["jozef@example.com"]
    assert "104233_2" in desk.mailer.sent[0].text
    with desk.database.reading() as session:
        assert Event.ACCOUNT_LOGIN_CHANGED in session.scalars(sa.select(AuditEntry.event)).all()


def test_p2_a_user_with_another_applications_marker_is_not_ours_either(desk: WorkerDesk) -> None:
    account = approved_account(desk.database)
    other = desk.directory.stranger("104233", "other@example.com")
    other.ours, other.application_id = True, "another-application"
    with pytest.raises(Killed):
        desk.worker(kill_at(Failpoint.AFTER_CLAIM))()
    desk.later()
    desk.run()
    assert other.password == "theirs"
    assert desk.account(account.id).login == "104233_2"


def test_an_address_somebody_else_uses_needs_attention_and_mails_nobody(desk: WorkerDesk) -> None:
    account = approved_account(desk.database)
    desk.directory.stranger("someone", "jozef@example.com")
    desk.run()
    assert desk.state(account.id) == (AccountStatus.NEEDS_ATTENTION, Attention.EMAIL_TAKEN)
    assert desk.mailer.sent == []


def test_a_refusal_by_the_realm_needs_attention_at_once_and_others_go_on(desk: WorkerDesk) -> None:
    account = approved_account(desk.database)
    desk.directory.trouble = raising(PermanentError("invalidPasswordMinLengthMessage"), "create")
    assert desk.run() == 1
    assert desk.state(account.id) == (AccountStatus.NEEDS_ATTENTION, Attention.REFUSED_BY_KEYCLOAK)
    assert desk.account(account.id).attention_code == "invalidPasswordMinLengthMessage"


def test_a_mail_refused_for_good_retires_the_password_and_the_button_leads_on(desk: WorkerDesk) -> None:
    account = approved_account(desk.database)
    refused: list[Mail] = []

    def refuse(mail: Mail) -> None:
        refused.append(mail)
        raise PermanentError("smtp_550")

    desk.mailer.trouble = refuse
    desk.run()
    (user,) = desk.directory.users.values()
    assert desk.state(account.id) == (AccountStatus.NEEDS_ATTENTION, Attention.MAIL_REFUSED)
    assert user.password not in refused[0].text
    desk.mailer.trouble = no_trouble
    with desk.database.transaction() as session:
        accounts.retry(session, account.id, by=member(session, "Barbara Lis"), at=datetime.now(UTC))
    desk.run()
    assert desk.mailed_password() == user.password
    assert desk.state(account.id) == (AccountStatus.NOTIFIED, None)


def test_a_user_deleted_before_the_mail_is_created_again(desk: WorkerDesk) -> None:
    account = approved_account(desk.database)
    with pytest.raises(Killed):
        desk.worker(kill_at(Failpoint.AFTER_CREATED_COMMIT))()
    desk.directory.users.clear()
    desk.later()
    desk.run()
    assert len(desk.directory.users) == len(desk.mailer.sent) == 1
    assert desk.state(account.id) == (AccountStatus.NOTIFIED, None)


def test_a_user_deleted_after_the_mail_is_reported_not_created_again(desk: WorkerDesk) -> None:
    account = approved_account(desk.database)
    desk.run()
    desk.directory.users.clear()
    desk.later()
    desk.run()
    assert desk.directory.users == {}
    assert desk.state(account.id) == (AccountStatus.NEEDS_ATTENTION, Attention.USER_MISSING)


def test_r5_a_temporary_password_unused_in_its_time_dies_and_can_be_issued_anew(desk: WorkerDesk) -> None:
    account = approved_account(desk.database)
    desk.run()
    first = desk.mailed_password()
    desk.unused_to_the_end()
    (user,) = desk.directory.users.values()
    assert user.password != first
    assert desk.state(account.id) == (AccountStatus.EXPIRED, None)
    with desk.database.transaction() as session:
        accounts.reissue(session, account.id, by=member(session, "Barbara Lis"), at=datetime.now(UTC))
    desk.run()
    assert desk.mailed_password() == user.password
    assert desk.state(account.id) == (AccountStatus.NOTIFIED, None)


def test_a_button_pressed_in_the_wrong_state_changes_nothing(desk: WorkerDesk) -> None:
    account = approved_account(desk.database)
    by_now = datetime.now(UTC)
    for press in (accounts.retry, accounts.reissue):
        with pytest.raises(accounts.NothingToDo), desk.database.transaction() as session:
            press(session, account.id, by=member(session, "Barbara Lis"), at=by_now)


def test_a_user_deleted_after_the_password_expired_is_reported_too(desk: WorkerDesk) -> None:
    account = approved_account(desk.database)
    desk.run()
    desk.unused_to_the_end()
    desk.directory.users.clear()
    desk.later()
    desk.run()
    assert desk.state(account.id) == (AccountStatus.NEEDS_ATTENTION, Attention.USER_MISSING)


def test_from_every_state_with_work_to_do_people_can_be_asked() -> None:
    at_rest = {AccountStatus.ACTIVATED, AccountStatus.NEEDS_ATTENTION, AccountStatus.CLOSED, AccountStatus.BLOCKED}
    for status in set(AccountStatus) - at_rest:
        assert AccountStatus.NEEDS_ATTENTION in ACCOUNT_MOVES[status], status
        if status not in (AccountStatus.BLOCKING, AccountStatus.CLOSING):
            assert AccountStatus.ACTIVATED in ACCOUNT_MOVES[status], status
