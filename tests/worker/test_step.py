"""What the worker makes of an approval (design §3, fault matrix)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from provisioner import accounts
from provisioner.domain.account import AccountStatus, Attention
from provisioner.domain.events import Event
from provisioner.models import AuditEntry, ComponentState
from provisioner.ports import ConfigurationError, Mail, PermanentError, TransientError
from provisioner.queries.accounts import outages
from provisioner.worker.failpoints import Failpoint
from tests.factories import approved_account, member, recorded
from tests.worker.desk import WorkerDesk


def raising(error: Exception, on: str = "") -> Callable[[object], None]:
    def trouble(call: object) -> None:
        if not on or call == on:
            raise error

    return trouble


def no_trouble(call: object) -> None:
    """The outside is well again."""


class Killed(BaseException):
    """The process is gone: nothing after this line runs."""


def kill_at(point: Failpoint) -> Callable[[Failpoint], None]:
    def reach(reached: Failpoint) -> None:
        if reached is point:
            raise Killed

    return reach


def test_r4_r5_an_approval_becomes_one_user_and_one_mail(desk: WorkerDesk) -> None:
    account = approved_account(desk.database)
    desk.run()
    (user,) = desk.directory.users.values()
    (mail,) = desk.mailer.sent
    assert desk.directory.calls == ["create"]
    assert (user.login, user.application_id) == ("104233", str(account.application_id))
    assert mail.to == "jozef@example.com"
    assert desk.mailed_password() == user.password
    assert desk.state(account.id) == (AccountStatus.NOTIFIED, None)


def test_p5_nothing_happens_before_an_approval(desk: WorkerDesk) -> None:
    with desk.database.transaction() as session:
        recorded(session)
    assert desk.run() == 0
    assert (desk.directory.calls, desk.mailer.sent) == ([], [])


def test_p8_every_change_of_state_has_one_line_in_the_journal(desk: WorkerDesk) -> None:
    account = approved_account(desk.database)
    desk.run()
    desk.directory.customer_sets_own_password(str(desk.account(account.id).keycloak_id), "WlasneHaslo1")
    desk.later()
    desk.run()
    with desk.database.reading() as session:
        events = session.scalars(sa.select(AuditEntry.event).order_by(AuditEntry.seq)).all()
    assert events[2:] == [Event.ACCOUNT_CREATED, Event.ACCOUNT_NOTIFIED, Event.ACCOUNT_ACTIVATED]
    assert desk.state(account.id) == (AccountStatus.ACTIVATED, None)


@pytest.mark.parametrize("point", list(Failpoint))
def test_p1_p2_p4_a_worker_killed_anywhere_loses_nothing(desk: WorkerDesk, point: Failpoint) -> None:
    account = approved_account(desk.database)
    with pytest.raises(Killed):
        desk.worker(kill_at(point))()
    desk.later()
    desk.run()
    (user,) = desk.directory.users.values()
    mails = 2 if point is Failpoint.AFTER_250 else 1
    assert len(desk.mailer.sent) == mails
    assert desk.mailed_password() == user.password
    assert desk.state(account.id) == (AccountStatus.NOTIFIED, None)
    if mails == 2:
        assert "zastępuje wcześniejszą" in desk.mailer.sent[-1].text
        assert desk.mailed_password(0) != user.password


def test_p4_a_password_the_customer_chose_is_never_overwritten(desk: WorkerDesk) -> None:
    account = approved_account(desk.database)
    with pytest.raises(Killed):
        desk.worker(kill_at(Failpoint.AFTER_250))()
    (user,) = desk.directory.users.values()
    desk.directory.customer_sets_own_password(user.id, "WlasneHaslo1")
    desk.later()
    desk.run()
    assert user.password == "WlasneHaslo1"
    assert len(desk.mailer.sent) == 1
    assert desk.state(account.id) == (AccountStatus.ACTIVATED, None)


def test_an_answer_lost_after_the_work_was_done_leads_to_no_second_user(desk: WorkerDesk) -> None:
    account = approved_account(desk.database)
    lost = TransientError("keycloak_unreachable", "keycloak")
    desk.directory.afterwards = raising(lost, "create")
    desk.run()
    desk.directory.afterwards = no_trouble
    desk.later()
    desk.run()
    assert len(desk.directory.users) == len(desk.mailer.sent) == 1
    assert desk.directory.calls.count("create") == 1
    assert desk.state(account.id)[0] is AccountStatus.NOTIFIED


def test_keycloak_down_accounts_wait_the_desk_says_so_and_all_goes_on_by_itself(desk: WorkerDesk) -> None:
    first, second = (
        approved_account(desk.database, email=e, email_again=e) for e in ("a@example.com", "b@example.com")
    )
    desk.directory.trouble = raising(TransientError("keycloak_unreachable", "keycloak"))
    worker = desk.worker()
    desk.run(worker)
    assert worker.failures.pause.seconds > 1
    with desk.database.reading() as session:
        (outage,) = outages(session, now=datetime.now(UTC))
    assert (outage.component, outage.waiting) == ("keycloak", 2)
    assert desk.state(first.id) == (AccountStatus.APPROVED, None)

    desk.directory.trouble = no_trouble
    desk.later()
    desk.run(worker)
    with desk.database.reading() as session:
        assert outages(session, now=datetime.now(UTC)) == []
    assert [desk.state(a.id)[0] for a in (first, second)] == [AccountStatus.NOTIFIED] * 2


def test_a_success_wakes_everything_that_waited_for_the_outage(desk: WorkerDesk) -> None:
    for address in ("a@example.com", "b@example.com", "c@example.com"):
        approved_account(desk.database, email=address, email_again=address)
    desk.directory.trouble = raising(TransientError("keycloak_unreachable", "keycloak"))
    worker = desk.worker()
    desk.run(worker)
    desk.directory.trouble = no_trouble
    with desk.database.transaction() as session:
        session.execute(
            sa.text("UPDATE task SET not_before = :past WHERE id = (SELECT MIN(id) FROM task)"),
            {"past": datetime.now(UTC) - timedelta(seconds=1)},
        )
    desk.run(worker)
    assert len(desk.mailer.sent) == 3


def test_a_new_worker_ends_the_banner_its_predecessor_left(desk: WorkerDesk) -> None:
    approved_account(desk.database)
    desk.directory.trouble = raising(TransientError("keycloak_unreachable", "keycloak"))
    desk.run()
    desk.directory.trouble = no_trouble
    desk.later()
    desk.run(desk.worker())
    with desk.database.reading() as session:
        assert session.get_one(ComponentState, "keycloak").problem == ""


def test_a_missing_right_pauses_the_queue_without_a_busy_loop(desk: WorkerDesk) -> None:
    approved_account(desk.database)
    desk.directory.trouble = raising(ConfigurationError("keycloak_forbidden", "keycloak"))
    assert desk.run() == 1
    assert desk.open_task().problem == "keycloak_forbidden"


def test_p2_a_stranger_with_the_login_is_left_alone_and_the_next_login_is_taken(desk: WorkerDesk) -> None:
    account = approved_account(desk.database)
    stranger = desk.directory.stranger("104233", "other@example.com")
    desk.run()
    assert (stranger.password, stranger.pending) == ("theirs", False)
    assert desk.account(account.id).login == "104233-2"
    assert [mail.to for mail in desk.mailer.sent] == ["jozef@example.com"]
    assert "104233-2" in desk.mailer.sent[0].text
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
    assert desk.account(account.id).login == "104233-2"


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


def test_a_mail_put_off_by_the_server_is_sent_later_once(desk: WorkerDesk) -> None:
    account = approved_account(desk.database)
    desk.mailer.trouble = raising(TransientError("mail_deferred"))
    for _ in range(3):
        desk.run()
        desk.later()
    desk.mailer.trouble = no_trouble
    desk.run()
    (user,) = desk.directory.users.values()
    assert len(desk.mailer.sent) == 1
    assert desk.mailed_password() == user.password
    assert desk.state(account.id)[0] is AccountStatus.NOTIFIED


def test_one_piece_of_work_that_fails_for_hours_is_handed_to_people(desk: WorkerDesk) -> None:
    account = approved_account(desk.database)
    desk.mailer.trouble = raising(TransientError("mail_deferred"))
    desk.run()
    desk.later()
    desk.run()
    desk.later(hours=5)
    desk.run()
    assert desk.state(account.id) == (AccountStatus.NEEDS_ATTENTION, Attention.GAVE_UP)


def test_an_outage_is_waited_out_however_long_it_lasts(desk: WorkerDesk) -> None:
    account = approved_account(desk.database)
    desk.directory.trouble = raising(TransientError("keycloak_unreachable", "keycloak"))
    for _ in range(8):
        desk.run()
        desk.later(hours=5)
    assert desk.state(account.id) == (AccountStatus.APPROVED, None)


def test_a_poison_row_is_quarantined_after_five_tries_and_can_be_tried_again(desk: WorkerDesk) -> None:
    account = approved_account(desk.database)
    desk.directory.trouble = raising(ZeroDivisionError("nobody thought of this"))
    for _ in range(5):
        desk.run()
        desk.later()
    assert desk.state(account.id) == (AccountStatus.NEEDS_ATTENTION, Attention.UNEXPECTED)
    desk.directory.trouble = no_trouble
    with desk.database.transaction() as session:
        accounts.retry(session, account.id, by=member(session, "Barbara Lis"), at=datetime.now(UTC))
    desk.run()
    assert desk.state(account.id)[0] is AccountStatus.NOTIFIED


def test_a_zombie_records_nothing(desk: WorkerDesk) -> None:
    account = approved_account(desk.database)

    def overslept(point: Failpoint) -> None:
        if point is Failpoint.AFTER_POST:
            desk.later()
            desk.run(desk.worker())

    desk.worker(overslept)()
    (user,) = desk.directory.users.values()
    assert len(desk.mailer.sent) == 1
    assert desk.mailed_password() == user.password
    assert desk.account(account.id).mails_sent == 1


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
    desk.later(hours=169)
    desk.run()
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


def test_p9_nothing_is_open_while_the_worker_waits_outside(desk: WorkerDesk) -> None:
    approved_account(desk.database)
    seen: list[bool] = []

    def look(call: object) -> None:
        seen.append(desk.database.in_transaction)

    desk.directory.trouble = desk.mailer.trouble = look
    desk.run()
    assert seen == [False, False]


def test_p3_the_password_is_nowhere_in_the_database(desk: WorkerDesk, database_url: str) -> None:
    approved_account(desk.database)
    desk.run()
    password = desk.mailed_password()
    with desk.database.reading() as session:
        tables = sa.inspect(desk.database.engine).get_table_names()
        rows = [str(row) for table in tables for row in session.execute(sa.text(f"SELECT * FROM {table}"))]
    assert rows
    assert password not in "".join(rows)
