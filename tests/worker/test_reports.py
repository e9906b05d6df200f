"""What mail servers report of our mails reaches the account; a mail that came back takes its password along (R5)."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from uuid import uuid4

import pytest
import sqlalchemy as sa

from provisioner import accounts
from provisioner.accounts.delivery.marks import Sent, mark_of, sent_by
from provisioner.accounts.delivery.reading import MOST, ReadReports
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.database import Database
from provisioner.journal import Event
from provisioner.outbox.tables import Task
from provisioner.outside.outages import outages
from provisioner.outside.ports import ConfigurationError, TransientError
from provisioner.outside.reports import Arrival
from provisioner.worker import schedule
from tests.factories import member
from tests.fake_mailbox import FakeMailbox
from tests.journal.desk import opened
from tests.returned import OURS, returned
from tests.worker.desk import WorkerDesk
from tests.worker.reports_desk import about, look, mailed, pages_close, raising_once, reading, reported, told
from tests.worker.test_blocking import block, unblock
from tests.worker.troubles import Killed

OWN = "WlasneHaslo1"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """With the journal's key, from which marks are made."""
    with opened(database_url) as database:
        yield database


@pytest.fixture
def mailbox() -> FakeMailbox:
    return FakeMailbox()


@pytest.fixture
def desk(database: Database, mailbox: FakeMailbox) -> WorkerDesk:
    return reading(WorkerDesk(database), mailbox)


def test_a_mail_that_came_back_takes_its_password_along_and_asks_people(desk: WorkerDesk, mailbox: FakeMailbox) -> None:
    account = mailed(desk)
    mailbox.messages.append(about(desk))
    look(desk)
    (user,) = desk.directory.users.values()
    assert (desk.state(account.id)[0], user.enabled) == (AccountStatus.NOTIFIED, False), "a page may be open"
    pages_close(desk)
    assert desk.state(account.id) == (AccountStatus.NEEDS_ATTENTION, Attention.MAIL_CAME_BACK)
    assert desk.account(account.id).attention_code == "5.1.1"
    assert (user.enabled, user.pending) == (True, True)
    assert user.password != desk.mailed_password()
    assert (mailbox.seen, told(desk)) == ({1}, [Event.ACCOUNT_MAIL_CAME_BACK])


@pytest.mark.parametrize(
    "action, arrival",
    [("delayed", Arrival.DELAYED), ("delivered", Arrival.DELIVERED), ("relayed", Arrival.PASSED_ON)],
)
def test_any_other_report_is_noted_and_the_password_lives(
    desk: WorkerDesk, mailbox: FakeMailbox, action: str, arrival: Arrival
) -> None:
    account = mailed(desk)
    mailbox.messages.append(about(desk, action))
    look(desk)
    pages_close(desk)
    (user,) = desk.directory.users.values()
    assert desk.state(account.id) == (AccountStatus.NOTIFIED, None)
    assert (user.enabled, user.password) == (True, desk.mailed_password())
    assert [one.arrival for one in reported(desk, account.id)] == [arrival]


def test_what_is_surer_counts_whatever_the_order(desk: WorkerDesk, mailbox: FakeMailbox) -> None:
    account = mailed(desk)
    for action, arrival in (
        ("relayed", Arrival.PASSED_ON), ("delayed", Arrival.DELAYED), ("relayed", Arrival.DELAYED),
        ("delivered", Arrival.DELIVERED), ("delayed", Arrival.DELIVERED), ("delivered", Arrival.DELIVERED),
    ):  # fmt: skip
        mailbox.messages.append(about(desk, action))
        look(desk)
        assert [one.arrival for one in reported(desk, account.id)] == [arrival]
    assert told(desk) == [Event.ACCOUNT_MAIL_PASSED_ON, Event.ACCOUNT_MAIL_DELAYED, Event.ACCOUNT_MAIL_DELIVERED]


def test_a_customer_who_got_in_meanwhile_keeps_the_own_password(desk: WorkerDesk, mailbox: FakeMailbox) -> None:
    account = mailed(desk)
    (user,) = desk.directory.users.values()
    mailbox.messages.append(about(desk))
    look(desk)
    desk.directory.customer_sets_own_password(user.id, OWN)
    pages_close(desk)
    assert desk.state(account.id) == (AccountStatus.ACTIVATED, None)
    assert (user.enabled, user.password) == (True, OWN)


def test_of_an_active_account_it_is_a_note(desk: WorkerDesk, mailbox: FakeMailbox) -> None:
    account = mailed(desk)
    (user,) = desk.directory.users.values()
    desk.directory.customer_sets_own_password(user.id, OWN)
    desk.later()
    desk.run()
    mailbox.messages.append(about(desk))
    look(desk)
    pages_close(desk)
    assert desk.state(account.id) == (AccountStatus.ACTIVATED, None)
    assert (user.enabled, user.password) == (True, OWN)
    assert told(desk) == [Event.ACCOUNT_MAIL_CAME_BACK]


def test_a_late_report_about_a_replaced_password_leaves_the_new_one_alone(
    desk: WorkerDesk, mailbox: FakeMailbox
) -> None:
    account = mailed(desk)
    with desk.database.transaction() as session:
        accounts.reissue(session, account.id, by=member(session, "Barbara Lis"), at=datetime.now(UTC))
    desk.run()
    mailbox.messages.append(about(desk, number=0))
    look(desk)
    pages_close(desk)
    (user,) = desk.directory.users.values()
    assert desk.state(account.id) == (AccountStatus.NOTIFIED, None)
    assert (user.enabled, user.password) == (True, desk.mailed_password())


def test_a_password_that_had_died_by_then_asks_people_at_once(desk: WorkerDesk, mailbox: FakeMailbox) -> None:
    account = mailed(desk)
    desk.unused_to_the_end()
    assert desk.state(account.id)[0] is AccountStatus.EXPIRED
    mailbox.messages.append(about(desk, status="4.4.7"))
    look(desk)
    assert desk.state(account.id) == (AccountStatus.NEEDS_ATTENTION, Attention.MAIL_CAME_BACK)
    assert desk.account(account.id).attention_code == "4.4.7"


def test_a_block_comes_first_and_after_it_the_password_dies(desk: WorkerDesk, mailbox: FakeMailbox) -> None:
    account = mailed(desk)
    block(desk, account)
    desk.run()
    mailbox.messages.append(about(desk, number=0))
    look(desk)
    assert desk.state(account.id)[0] is AccountStatus.BLOCKED
    unblock(desk, account)
    for _ in range(3):
        pages_close(desk)
    assert desk.state(account.id) == (AccountStatus.NEEDS_ATTENTION, Attention.MAIL_CAME_BACK)


def test_trying_again_sends_a_new_password_of_which_nothing_is_known(desk: WorkerDesk, mailbox: FakeMailbox) -> None:
    account = mailed(desk)
    mailbox.messages.append(about(desk))
    look(desk)
    pages_close(desk)
    with desk.database.transaction() as session:
        accounts.retry(session, account.id, by=member(session, "Barbara Lis"), at=datetime.now(UTC))
    look(desk)
    pages_close(desk)
    (user,) = desk.directory.users.values()
    assert desk.state(account.id) == (AccountStatus.NOTIFIED, None)
    assert (user.enabled, user.password) == (True, desk.mailed_password())


def test_a_notice_that_came_back_is_a_note_that_names_it(desk: WorkerDesk, mailbox: FakeMailbox) -> None:
    account = mailed(desk)
    block(desk, account)
    desk.run()
    mailbox.messages.append(about(desk))
    look(desk)
    assert [one.about for one in reported(desk, account.id)] == ["tell_blocked"]
    assert desk.state(account.id) == (AccountStatus.BLOCKED, None)


FORGED = {
    "an unknown mark": returned(),
    "a foreign Message-ID": returned("20261124090112.5B3F1C00A1"),
    "no report": b"Subject: Re: konto\r\n\r\nNie dostalem hasla\r\n",
    "huge": returned() + b"x" * 200_000,
    "broken": b"Content-Type: multipart/report; report-type=delivery-status; boundary=\r\n\r\n--\x00",
}


@pytest.mark.parametrize("raw", FORGED.values(), ids=FORGED)
def test_what_is_no_report_of_a_mail_of_ours_changes_nothing_and_stays_unread(
    desk: WorkerDesk, mailbox: FakeMailbox, raw: bytes
) -> None:
    account = mailed(desk)
    mailbox.messages.append(raw)
    look(desk)
    pages_close(desk)
    assert desk.state(account.id) == (AccountStatus.NOTIFIED, None)
    assert (reported(desk, account.id), mailbox.seen, told(desk)) == ([], set(), [])


def test_a_mark_is_ours_only_whole(database: Database) -> None:
    sent = Sent(uuid4(), "notify", 3, 17)
    with database.reading() as session:
        mark = mark_of(session, sent)
        assert sent_by(session, [OURS, mark]) == sent
        for other in (mark[:-1], mark[:-1] + ("0" if mark[-1] != "0" else "1"), mark.replace(".3.", ".4."), "", "x"):
            assert sent_by(session, [other]) is None
        assert len(mark) <= 100, "an envelope's name may not be longer"


def test_an_account_that_was_erased_meanwhile_is_nobodys(desk: WorkerDesk, mailbox: FakeMailbox) -> None:
    with desk.database.reading() as session:
        mark = mark_of(session, Sent(uuid4(), "notify", 1, 1))
    mailbox.messages.append(returned(mark))
    look(desk)
    assert (mailbox.seen, told(desk)) == (set(), [])


@pytest.mark.parametrize("moment", ["trouble", "afterwards"])
@pytest.mark.parametrize("visit", ["read", "mark_seen"])
@pytest.mark.parametrize("fault", [Killed(), TransientError("reports_unreachable", "reports")], ids=["kill", "outage"])
def test_stopped_between_any_two_steps_it_ends_the_same(
    desk: WorkerDesk, mailbox: FakeMailbox, visit: str, moment: str, fault: BaseException
) -> None:
    account = mailed(desk)
    mailbox.messages.append(about(desk))
    setattr(mailbox, moment, raising_once(fault, visit))
    with suppress(Killed):
        look(desk)
    for _ in range(3):
        pages_close(desk)
    assert desk.state(account.id) == (AccountStatus.NEEDS_ATTENTION, Attention.MAIL_CAME_BACK)
    assert (mailbox.seen, told(desk)) == ({1}, [Event.ACCOUNT_MAIL_CAME_BACK])


def test_a_full_mailbox_is_read_in_pieces_and_an_emptied_one_from_its_beginning(
    desk: WorkerDesk, mailbox: FakeMailbox
) -> None:
    account = mailed(desk)
    mailbox.messages += [b"no report\r\n\r\n"] * (2 * MOST) + [about(desk, "delayed")]
    mailbox.visits.clear()
    look(desk)
    assert mailbox.visits == ["read", "read", "read", "mark_seen"]
    assert [one.arrival for one in reported(desk, account.id)] == [Arrival.DELAYED]
    mailbox.validity, mailbox.messages = 2, [about(desk, "delivered")]
    look(desk)
    assert [one.arrival for one in reported(desk, account.id)] == [Arrival.DELIVERED]


def test_an_outage_of_the_mailbox_holds_up_nothing_else(desk: WorkerDesk, mailbox: FakeMailbox) -> None:
    def away(visit: str) -> None:
        raise ConfigurationError("reports_login", "reports")

    mailbox.trouble = away
    look(desk)
    with desk.database.reading() as session:
        assert [one.problem for one in outages(session, now=datetime.now(UTC))] == ["reports_login"]
    account = mailed(desk)
    assert desk.state(account.id) == (AccountStatus.NOTIFIED, None)
    mailbox.trouble = lambda visit: None
    desk.later()
    desk.run()
    with desk.database.reading() as session:
        assert outages(session, now=datetime.now(UTC)) == []


def test_a_mailbox_that_is_set_no_more_ends_the_reading_and_its_outage(desk: WorkerDesk, mailbox: FakeMailbox) -> None:
    mailbox.trouble = raising_once(TransientError("reports_unreachable", "reports"), "read")
    look(desk)
    desk.more = lambda hands: [ReadReports(hands, None)]
    desk.later()
    worker = desk.worker()
    desk.run(worker)
    schedule(desk.database, worker.handlers)
    with desk.database.reading() as session:
        assert outages(session, now=datetime.now(UTC)) == []
        left = sa.select(sa.func.count()).where(Task.kind == "read_reports", Task.done_at.is_(None))
        assert session.scalar(left) == 0


def test_each_mail_has_a_mark_of_its_own_and_a_repeated_try_the_same(desk: WorkerDesk) -> None:
    account = mailed(desk)
    tries = []

    def later(mail: object) -> None:
        tries.append(mail.mark)  # type: ignore[attr-defined]
        if len(tries) == 1:
            raise TransientError("mail_deferred")

    block(desk, account)
    desk.mailer.trouble = later
    desk.run()
    desk.later()
    desk.run()
    assert len(tries) == 2
    assert len({*tries, desk.mailer.sent[0].mark}) == 2
    assert not any(word in tries[0] for word in (account.login, account.email))


def test_without_the_journals_key_mails_leave_without_a_mark(database_url: str) -> None:
    bare = Database(database_url)
    desk = WorkerDesk(bare)
    mailed(desk)
    assert [mail.mark for mail in desk.mailer.sent] == [""]
    bare.close()
