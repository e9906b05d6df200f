"""Letters by e-mail: only to a mailbox that has proved to be the customer's; what does not leave is owed again."""

import hashlib
from uuid import UUID

import pytest
import sqlalchemy as sa

from provisioner import applications, post
from provisioner.accounts.not_me.tables import NotMe
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.cases import decide
from provisioner.cases.letters.rules import MailState
from provisioner.cases.letters.tables import SentLetter
from provisioner.changes.tables import ChangeOfData
from provisioner.database import Database
from provisioner.journal import Event
from provisioner.letters import Press
from provisioner.outbox.handlers import AnyHandler, Hands
from provisioner.outbox.tables import Task
from provisioner.outside.ports import Mail, PermanentError, TransientError
from provisioner.post import LetterUnderWay, NoAddress, NothingOwed
from provisioner.post.mailing import MailLetter
from provisioner.post.owed import owed
from tests import changed
from tests.factories import NOW, member, recorded
from tests.posted import APPROVER, BRAND, CLERK, refused, returned
from tests.together import errors
from tests.usecases.test_races import HANDS, Door, at_once
from tests.web.rows import events, rows
from tests.worker.desk import WorkerDesk

PRESS = Press(BRAND)
BY_MAIL = {"channel": "email", "copy_handed": ""}


@pytest.fixture
def worker(database: Database) -> WorkerDesk:
    made = WorkerDesk(database)

    def more(hands: Hands) -> list[AnyHandler]:
        return [MailLetter(hands, made.mailer, PRESS, BRAND)]

    made.more = more
    return made


@pytest.fixture
def case(database: Database) -> UUID:
    """An application that came by e-mail and was returned, whose letter is asked for by e-mail."""
    with database.transaction() as session:
        one = returned(session, **BY_MAIL)
    ask(database, one.id)
    return one.id


def ask(database: Database, case_id: UUID) -> None:
    with database.transaction() as session:
        post.mail(session, case_id, BRAND, compared=True, by=member(session, CLERK), at=NOW)


def waiting(database: Database) -> list[UUID]:
    with database.reading() as session:
        return [one.case_id for one in owed(session)]


def test_the_letter_is_attached_to_a_mail_that_says_nothing_of_it(worker: WorkerDesk, case: UUID) -> None:
    assert waiting(worker.database) == [], "whoever prints leaves it to the worker"
    worker.run()
    (mail,) = worker.mailer.sent
    assert (mail.to, mail.subject) == ("jozef@example.com", "Pismo w Twojej sprawie w iBOK")
    assert mail.attachment is not None
    assert mail.attachment.name == "2026-000001.pdf"
    assert "podpis" not in mail.text + mail.html
    (sent,) = rows(worker.database, SentLetter)
    assert (sent.mail, sent.digest) == (MailState.ACCEPTED, hashlib.sha256(mail.attachment.content).hexdigest())
    assert events(worker.database)[-2:] == [Event.LETTER_MAIL_ASKED, Event.LETTER_MAILED]
    assert waiting(worker.database) == []


def test_a_mailbox_that_refuses_it_leaves_the_letter_to_be_printed(worker: WorkerDesk, case: UUID) -> None:
    def refuse(mail: Mail) -> None:
        raise PermanentError("smtp_550")

    worker.mailer.trouble = refuse
    worker.run()
    assert rows(worker.database, SentLetter)[0].mail is MailState.REFUSED
    assert events(worker.database)[-1] is Event.LETTER_NOT_MAILED
    assert waiting(worker.database) == [case]
    ask(worker.database, case)
    assert sorted(one.copy for one in rows(worker.database, SentLetter)) == [1, 2]


def test_while_the_mail_server_is_down_it_waits(worker: WorkerDesk, case: UUID) -> None:
    def down(mail: Mail) -> None:
        raise TransientError("mail_unreachable", "mail")

    worker.mailer.trouble = down
    worker.run()
    assert rows(worker.database, SentLetter)[0].mail is MailState.WAITING
    worker.mailer.trouble = lambda mail: None
    worker.later()
    worker.run()
    assert rows(worker.database, SentLetter)[0].mail is MailState.ACCEPTED


def test_a_letter_of_a_decision_that_is_over_does_not_leave(worker: WorkerDesk, case: UUID) -> None:
    with worker.database.transaction() as session:
        by = member(session, CLERK)
        applications.withdraw(session, case, revision=2, reason="rezygnuje", by=by, at=NOW)
    worker.run()
    assert worker.mailer.sent == []
    assert rows(worker.database, SentLetter)[0].mail is MailState.REFUSED


def test_a_letter_that_our_fonts_cannot_print_does_not_leave(worker: WorkerDesk) -> None:
    with worker.database.transaction() as session:
        one = returned(session, missing="李", **BY_MAIL)
    ask(worker.database, one.id)
    worker.run()
    assert (worker.mailer.sent, waiting(worker.database)) == ([], [one.id])


def test_an_address_that_was_only_read_off_a_paper_gets_no_letter(database: Database) -> None:
    with database.transaction() as session:
        at_the_counter = refused(session)
        none_owed = recorded(session, customer_number="500001", channel="email", copy_handed="")
    with pytest.raises(NoAddress):
        ask(database, at_the_counter.id)
    with pytest.raises(NothingOwed):
        ask(database, none_owed.id)
    assert rows(database, Task) == []


def test_the_mailbox_of_an_account_in_use_gets_it_unless_somebody_says_it_was_not_them(database: Database) -> None:
    with database.transaction() as session:
        account = changed.active(session)
        paper = changed.recorded(session, account, last_name="Nowy")
        by, account_id = member(session, APPROVER), account.id
        decide.return_incomplete(session, ChangeOfData, paper.id, revision=1, missing="podpis", by=by, at=NOW)
    ask(database, paper.id)
    with database.transaction() as session:
        session.execute(sa.delete(SentLetter))
        reported = NotMe(account_id=account_id, token_hash="t" * 64, address_mark="a" * 64, made_at=NOW, ends_at=NOW)
        reported.used_at = NOW
        session.add(reported)
    with pytest.raises(NoAddress):
        ask(database, paper.id)
    with database.transaction() as session:
        session.execute(sa.delete(NotMe))
        session.execute(sa.update(Account).values(status=AccountStatus.BLOCKED))
    with pytest.raises(NoAddress):
        ask(database, paper.id)


@pytest.mark.sweep
def test_p8_of_many_who_have_it_mailed_one_counts(database: Database) -> None:
    with database.transaction() as session:
        one = returned(session, **BY_MAIL)
    door: Door = lambda session, case_id, by: post.mail(session, case_id, BRAND, compared=True, by=by, at=NOW)  # noqa: E731
    assert errors(at_once(database, [door] * HANDS, one.id)) == [LetterUnderWay] * (HANDS - 1)
    assert len(rows(database, SentLetter)) == len(rows(database, Task)) == 1
