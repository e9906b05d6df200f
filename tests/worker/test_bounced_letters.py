"""A letter whose mail comes back is noted as returned by the report itself, once, and waits for people."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest

from provisioner import post
from provisioner.accounts.delivery.marks import Sent, mark_of
from provisioner.accounts.delivery.reading import ReadReports
from provisioner.cases.letters.rules import ReturnReason
from provisioner.cases.letters.tables import SentLetter
from provisioner.database import Database
from provisioner.journal import Event
from provisioner.office.time import office_date
from provisioner.outbox.handlers import AnyHandler, Hands
from provisioner.outside.reports import Arrival, Report
from provisioner.post.bounced import take
from provisioner.post.mailing import MailLetter
from tests.factories import member
from tests.fake_mailbox import FakeMailbox
from tests.journal.desk import opened
from tests.posted import BRAND, CLERK, returned
from tests.together import errors, together
from tests.web.rows import events, rows
from tests.worker.desk import WorkerDesk
from tests.worker.reports_desk import about, look
from tests.worker.test_letters import BY_MAIL, PRESS, ask

HANDS = 4


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
    made = WorkerDesk(database)

    def more(hands: Hands) -> list[AnyHandler]:
        return [MailLetter(hands, made.mailer, PRESS, BRAND), ReadReports(hands, mailbox, [take])]

    made.more = more
    made.begins(ReadReports)
    return made


def sent(desk: WorkerDesk) -> UUID:
    """A letter that has left by mail."""
    with desk.database.transaction() as session:
        one = returned(session, **BY_MAIL)
    ask(desk.database, one.id)
    desk.run()
    return one.id


def test_the_letter_is_noted_as_returned_with_its_reason_and_waits_for_people(
    desk: WorkerDesk, mailbox: FakeMailbox
) -> None:
    sent(desk)
    mailbox.messages += [about(desk), about(desk)]
    look(desk)
    (letter,) = rows(desk.database, SentLetter)
    assert (letter.returned_reason, letter.noted_by, letter.settled_at) == (ReturnReason.UNDELIVERED, None, None)
    assert events(desk.database).count(Event.LETTER_RETURNED) == 1
    assert mailbox.seen == {1, 2}
    with desk.database.transaction() as session:
        by = member(session, CLERK)
        post.settle(session, letter.id, outcome="wydrukowano", by=by, at=datetime.now(UTC))


@pytest.mark.parametrize(("action", "status"), [("delayed", "4.4.1"), ("delivered", "2.0.0")])
def test_a_mail_that_is_late_or_has_arrived_is_no_return(
    desk: WorkerDesk, mailbox: FakeMailbox, action: str, status: str
) -> None:
    sent(desk)
    mailbox.messages.append(about(desk, action, status))
    look(desk)
    assert rows(desk.database, SentLetter)[0].returned_on is None
    assert mailbox.seen == {1}


def test_of_a_report_and_a_colleague_at_once_one_notes_it(desk: WorkerDesk) -> None:
    sent(desk)
    (letter,) = rows(desk.database, SentLetter)
    at = datetime.now(UTC)
    with desk.database.reading() as session:
        report = Report(Arrival.CAME_BACK, "5.1.1", (mark_of(session, Sent(letter.id, "mail_letter", 0, 1)),))

    def reported() -> object:
        with desk.database.transaction() as session:
            return take(session, report, at=at)

    def noted() -> object:
        with desk.database.transaction() as session:
            told = post.read_return({"returned_on": "", "returned_reason": "moved"} | today(at), today=office_date(at))
            post.note_return(session, letter.id, told, by=member(session, CLERK), at=at)
        return True

    assert set(errors(together(*[reported] * HANDS, noted))) <= {post.Settled}
    assert events(desk.database).count(Event.LETTER_RETURNED) == 1


def today(at: datetime) -> dict[str, str]:
    return {"returned_on": f"{office_date(at):%d.%m.%Y}"}


def test_a_report_about_no_letter_of_ours_changes_nothing(desk: WorkerDesk) -> None:
    case = sent(desk)
    with desk.database.transaction() as session:
        for mark in (
            "",
            mark_of(session, Sent(case, "mail_letter", 0, 1)),
            mark_of(session, Sent(case, "notify", 1, 1)),
        ):
            assert not take(session, Report(Arrival.CAME_BACK, "5.1.1", (mark,)), at=datetime.now(UTC))
