"""A report in a real mailbox, over TLS, reaches the account; what people must see stays unread (R5)."""

from collections.abc import Iterator
from contextlib import suppress

import pytest

from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.database import Database
from provisioner.journal import Event
from provisioner.outside.imap import ImapReports
from provisioner.outside.reports import Arrival, Place
from tests.imap_server import ImapServer
from tests.journal.desk import opened
from tests.returned import SERVERS, returned
from tests.worker.desk import WorkerDesk
from tests.worker.reports_desk import about, look, mailed, pages_close, reading, reported, told
from tests.worker.troubles import Killed

pytestmark = pytest.mark.imap


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    with opened(database_url) as database:
        yield database


@pytest.fixture
def desk(database: Database, mailbox: ImapServer) -> WorkerDesk:
    return reading(WorkerDesk(database), ImapReports(mailbox.settings(), lambda: database.in_transaction))


@pytest.mark.parametrize("server", SERVERS)
def test_a_report_in_the_mailbox_retires_the_password_and_asks_people(
    desk: WorkerDesk, mailbox: ImapServer, server: str
) -> None:
    account = mailed(desk)
    mailbox.deliver(b"Subject: Re: konto\r\n\r\nNie mam hasla.\r\n", returned(desk.mailer.sent[-1].mark, server=server))
    look(desk)
    assert desk.state(account.id) == (AccountStatus.NOTIFIED, None)
    pages_close(desk)
    assert desk.state(account.id) == (AccountStatus.NEEDS_ATTENTION, Attention.MAIL_CAME_BACK)
    assert mailbox.unread() == 1, "the customer's own letter is for people"


def test_delivered_delayed_and_come_back_are_told_apart_and_strangers_reports_are_left(
    desk: WorkerDesk, mailbox: ImapServer
) -> None:
    account = mailed(desk)
    mailbox.deliver(returned(), about(desk, "delayed"), about(desk, "delivered"))
    look(desk)
    assert [one.arrival for one in reported(desk, account.id)] == [Arrival.DELIVERED]
    assert told(desk) == [Event.ACCOUNT_MAIL_DELAYED, Event.ACCOUNT_MAIL_DELIVERED]
    assert mailbox.unread() == 1
    look(desk)
    assert len(told(desk)) == 2


class Dying(ImapReports):
    """The process is killed between the commit and the marking."""

    def mark_seen(self, place: Place, numbers: object) -> None:
        raise Killed


def test_killed_between_commit_and_marking_it_is_marked_the_next_time(
    database: Database, desk: WorkerDesk, mailbox: ImapServer
) -> None:
    account = mailed(desk)
    mailbox.deliver(about(desk, "delivered"))
    living = desk.more
    reading(desk, Dying(mailbox.settings()))
    with suppress(Killed):
        look(desk)
    assert (told(desk), mailbox.unread()) == ([Event.ACCOUNT_MAIL_DELIVERED], 1)
    desk.more = living
    pages_close(desk)
    assert (told(desk), mailbox.unread()) == ([Event.ACCOUNT_MAIL_DELIVERED], 0)
    assert [one.arrival for one in reported(desk, account.id)] == [Arrival.DELIVERED]
