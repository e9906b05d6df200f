"""A worker's desk whose mails can be known again, with a mailbox of reports."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import sqlalchemy as sa

from provisioner.accounts.delivery.reading import ReadReports
from provisioner.accounts.delivery.tables import MailReport
from provisioner.accounts.tables import Account
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry
from provisioner.outbox.tables import Task
from provisioner.outside.reports import ReportsMailbox
from tests.factories import approved_account
from tests.returned import returned
from tests.worker.desk import WorkerDesk

EVENTS = {
    Event.ACCOUNT_MAIL_PASSED_ON, Event.ACCOUNT_MAIL_DELAYED, Event.ACCOUNT_MAIL_DELIVERED,
    Event.ACCOUNT_MAIL_CAME_BACK,
}  # fmt: skip


def reading(desk: WorkerDesk, mailbox: ReportsMailbox | None) -> WorkerDesk:
    """The desk with a worker that reads this mailbox."""
    desk.more = lambda hands: [ReadReports(hands, mailbox)]
    desk.begins(ReadReports)
    return desk


def mailed(desk: WorkerDesk) -> Account:
    """A customer whose login details have left."""
    account = approved_account(desk.database)
    desk.run()
    return desk.account(account.id)


def about(desk: WorkerDesk, action: str = "failed", status: str = "", *, number: int = -1) -> bytes:
    """A report about one of the mails that left."""
    mark = desk.mailer.sent[number].mark
    assert mark
    return returned(mark, action, status)


def look(desk: WorkerDesk) -> None:
    """The mailbox is read now, and whatever that makes due is done; nothing else becomes due."""
    with desk.database.transaction() as session:
        waiting = sa.update(Task).where(Task.done_at.is_(None), Task.kind == "read_reports")
        session.execute(waiting.values(not_before=datetime.now(UTC)))
    desk.run()


def pages_close(desk: WorkerDesk) -> None:
    """No page that takes a password is open any more."""
    desk.later(hours=0.2)
    desk.run()


def reported(desk: WorkerDesk, account: UUID) -> list[MailReport]:
    with desk.database.reading() as session:
        return list(session.scalars(sa.select(MailReport).where(MailReport.account_id == account)))


def told(desk: WorkerDesk) -> list[Event]:
    """What the journal says of mails."""
    with desk.database.reading() as session:
        wanted = sa.select(AuditEntry.event).where(AuditEntry.event.in_(EVENTS)).order_by(AuditEntry.seq)
        return list(session.scalars(wanted))


def raising_once(error: BaseException, at: str) -> Callable[[str], None]:
    """Trouble at the first visit of this name."""
    left = [error]

    def trouble(visit: str) -> None:
        if visit == at and left:
            raise left.pop()

    return trouble
