"""Many at one report, or at a report and at something else at once: it is noted once and nothing is lost (P8)."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import accounts
from provisioner.accounts.delivery.marks import Sent, mark_of
from provisioner.accounts.delivery.tables import MailReport
from provisioner.accounts.delivery.take import take
from provisioner.accounts.kinds import USER, WATCH
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.database import Database
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry
from provisioner.outbox.tables import Task
from provisioner.outside.reports import Arrival, Report
from tests.factories import NOW, member
from tests.journal.desk import opened
from tests.reported import live
from tests.together import errors, together

pytestmark = pytest.mark.sweep

HANDS = 8
MAIL_EVENTS = (
    Event.ACCOUNT_MAIL_PASSED_ON, Event.ACCOUNT_MAIL_DELAYED, Event.ACCOUNT_MAIL_DELIVERED,
    Event.ACCOUNT_MAIL_CAME_BACK,
)  # fmt: skip


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    with opened(database_url) as database:
        yield database


def mailed(database: Database) -> Account:
    """A customer whose access mail has left, with nothing at work."""
    account = live(database, AccountStatus.NOTIFIED)
    with database.transaction() as session:
        session.execute(sa.update(Account).values(generation=1, keycloak_id="known", notified_at=NOW))
    return account


def said(database: Database, account: Account, arrival: Arrival) -> Report:
    with database.reading() as session:
        return Report(arrival, "5.1.1", (mark_of(session, Sent(account.id, "notify", 1, 7)),))


def taking(database: Database, report: Report) -> Callable[[], object]:
    def taken() -> object:
        with database.transaction() as session:
            return take(session, report, at=datetime.now(UTC))

    return taken


def events(session: Session) -> list[Event]:
    wanted = sa.select(AuditEntry.event).where(AuditEntry.event.in_(MAIL_EVENTS)).order_by(AuditEntry.seq)
    return list(session.scalars(wanted))


def test_of_many_who_take_one_report_over_one_notes_it(database: Database) -> None:
    account = mailed(database)
    report = said(database, account, Arrival.CAME_BACK)
    assert together(*[taking(database, report)] * HANDS) == [True] * HANDS
    with database.reading() as session:
        assert events(session) == [Event.ACCOUNT_MAIL_CAME_BACK]
        assert [one.arrival for one in session.scalars(sa.select(MailReport))] == [Arrival.CAME_BACK]
        open_tasks = session.scalars(sa.select(Task.kind).where(Task.done_at.is_(None))).all()
    assert open_tasks == [WATCH.name]


def test_of_different_reports_at_once_the_surest_stands_with_a_line_for_each_step(database: Database) -> None:
    account = mailed(database)
    reports = [said(database, account, arrival) for arrival in Arrival]
    assert together(*(taking(database, one) for one in reports * 2)) == [True] * HANDS
    with database.reading() as session:
        assert [one.arrival for one in session.scalars(sa.select(MailReport))] == [Arrival.CAME_BACK]
        found = events(session)
    assert found == sorted(set(found), key=MAIL_EVENTS.index)
    assert found[-1] is Event.ACCOUNT_MAIL_CAME_BACK


def test_a_report_and_a_new_password_at_once_leave_the_new_one_and_the_note(database: Database) -> None:
    account = mailed(database)
    report = said(database, account, Arrival.CAME_BACK)
    with database.transaction() as session:
        member(session, "Barbara Lis")

    def reissue() -> object:
        with database.transaction() as session:
            by = member(session, "Barbara Lis")
            return accounts.reissue(session, account.id, by=by, at=datetime.now(UTC))

    assert errors(together(taking(database, report), reissue, taking(database, report))) == []
    with database.reading() as session:
        assert session.get_one(Account, account.id).status is AccountStatus.CREATED
        at_work = session.scalars(sa.select(Task.kind).where(Task.done_at.is_(None), Task.lane == USER)).all()
        assert events(session) == [Event.ACCOUNT_MAIL_CAME_BACK]
    assert at_work == ["notify"]
