"""The anchor that leaves the house by mail: an end that was cut off later is named with nothing but that mail."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from provisioner.database import Database
from provisioner.journal.verify import verify
from provisioner.outbox import THE_OFFICE
from provisioner.outbox.handlers import AnyHandler, Hands
from provisioner.outbox.tables import Task
from provisioner.outside.ports import Mail, PermanentError, TransientError
from provisioner.settings import branding
from provisioner.worker import AnchorMail
from provisioner.worker.anchor_mail import KIND
from tests.journal.desk import keeper, opened, written
from tests.journal.insider import insider
from tests.worker.desk import WorkerDesk
from tests.worker.test_banner_ends import down

TO = "audyt@example.com"


@pytest.fixture
def journal(database_url: str) -> Iterator[Database]:
    with opened(database_url) as database:
        written(database, 5)
        yield database


def desk(database: Database, to: str | None = TO) -> WorkerDesk:
    made = WorkerDesk(database)

    def more(hands: Hands) -> list[AnyHandler]:
        return [AnchorMail(hands, made.mailer, to, branding.load())]

    made.more = more
    return made


def refusing(error: Exception) -> Callable[[Mail], None]:
    def refuse(mail: Mail) -> None:
        raise error

    return refuse


def due(database: Database) -> None:
    with database.transaction() as session:
        session.execute(sa.update(Task).where(Task.kind == KIND.name).values(not_before=datetime.now(UTC)))


def open_mails(database: Database) -> list[datetime]:
    with database.reading() as session:
        open_task = sa.select(Task.not_before).where(Task.kind == KIND.name, Task.done_at.is_(None))
        return list(session.scalars(open_task.where(Task.subject_id == THE_OFFICE)))


def test_the_mail_holds_an_anchor_that_names_a_cut_off_end(journal: Database) -> None:
    office = desk(journal)
    office.begins(AnchorMail)
    due(journal)
    office.run()
    (mail,) = office.mailer.sent
    assert (mail.to, "Liczba wierszy w dzienniku: 5." in mail.text) == (TO, True)
    anchor = json.loads(next(line for line in mail.text.splitlines() if line.startswith("{")))
    assert anchor["public_key"] == keeper().public_key
    with journal.reading() as session:
        assert verify(session, keeper(), [anchor]).faults == []
        fourth = session.scalar(sa.text("SELECT hash FROM audit_seal WHERE position = 4"))
    insider(
        journal, "DELETE FROM audit_seal WHERE position = 5", "DELETE FROM audit_entry WHERE seq = 5",
        f"UPDATE audit_head SET position = 4, hash = '{fourth}'",
    )  # fmt: skip
    with journal.reading() as session:
        (fault,) = verify(session, keeper(), [anchor]).faults
    assert fault.kind.value == "cut"


def test_each_night_has_one_mail_and_the_next_is_put(journal: Database) -> None:
    for _ in range(3):
        desk(journal).begins(AnchorMail)
    due(journal)
    desk(journal).run()
    (following,) = open_mails(journal)
    assert datetime.now(UTC) < following <= datetime.now(UTC) + timedelta(days=1, hours=1)


def test_a_mail_server_that_is_down_is_waited_for(journal: Database) -> None:
    office = desk(journal)
    desk(journal).begins(AnchorMail)
    due(journal)
    office.mailer.trouble = refusing(TransientError("no_answer", "mail"))
    office.run()
    assert office.mailer.sent == []
    office.mailer.trouble = lambda mail: None
    office.later()
    office.run()
    assert len(office.mailer.sent) == 1


def test_a_mail_server_that_refuses_this_mail_is_no_longer_down(journal: Database) -> None:
    office = desk(journal)
    office.begins(AnchorMail)
    due(journal)
    worker = office.worker()
    office.mailer.trouble = refusing(TransientError("no_answer", "mail"))
    office.run(worker)
    assert down(office) == ["mail"]
    office.mailer.trouble = refusing(PermanentError("smtp_550"))
    office.later()
    office.run(worker)
    assert down(office) == []


def test_without_an_address_nothing_is_put_and_what_was_put_before_ends(journal: Database) -> None:
    desk(journal, to=None).begins(AnchorMail)
    assert open_mails(journal) == []
    desk(journal).begins(AnchorMail)
    due(journal)
    office = desk(journal, to=None)
    office.run()
    assert office.mailer.sent == []
    assert open_mails(journal) == []
