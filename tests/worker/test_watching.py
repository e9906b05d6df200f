"""The watch looks for the first login and lets whatever is at work on the user have the first word (R5, R6, P4)."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
import sqlalchemy as sa

from provisioner import accounts
from provisioner.accounts.carrying_out.failpoints import Failpoint
from provisioner.accounts.kinds import NOTIFY, RETIRE, WATCH
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry
from provisioner.outbox.tables import Task
from provisioner.outside.ports import PermanentError
from tests.factories import approved_account, member
from tests.worker.desk import WorkerDesk
from tests.worker.troubles import Killed, kill_at, raising


def notified(desk: WorkerDesk) -> UUID:
    """An account whose access mail has gone out; its watch waits."""
    account = approved_account(desk.database)
    desk.run()
    assert desk.state(account.id) == (AccountStatus.NOTIFIED, None)
    return account.id


def open_kinds(desk: WorkerDesk) -> list[str]:
    with desk.database.reading() as session:
        waiting = sa.select(Task.kind).where(Task.done_at.is_(None), Task.subject_kind == "account").order_by(Task.kind)
        return list(session.scalars(waiting))


def reissue(desk: WorkerDesk, account: UUID) -> None:
    with desk.database.transaction() as session:
        accounts.reissue(session, account, by=member(session, "Barbara Lis"), at=datetime.now(UTC))


def test_a_new_password_can_be_asked_for_while_the_account_is_watched(desk: WorkerDesk) -> None:
    account = notified(desk)
    reissue(desk, account)
    assert open_kinds(desk) == [NOTIFY.name, WATCH.name]
    desk.run()
    assert open_kinds(desk) == [WATCH.name]
    (user,) = desk.directory.users.values()
    assert desk.mailed_password() == user.password


def test_the_watch_says_nothing_while_a_new_password_is_on_its_way(desk: WorkerDesk) -> None:
    account = notified(desk)
    reissue(desk, account)
    with pytest.raises(Killed):
        desk.worker(kill_at(Failpoint.BEFORE_SMTP))()
    with desk.database.transaction() as session:
        session.execute(sa.update(Task).where(Task.kind == WATCH.name).values(not_before=datetime.now(UTC)))
    assert desk.run() == 1, "only the watch is due; the other is leased"
    assert desk.state(account) == (AccountStatus.CREATED, None)
    desk.later()
    desk.run()
    assert desk.state(account) == (AccountStatus.NOTIFIED, None)
    assert open_kinds(desk) == [WATCH.name]


def test_at_the_end_of_its_life_the_password_is_retired_by_work_that_excludes_other_work(desk: WorkerDesk) -> None:
    account = notified(desk)
    desk.later(hours=169)
    step = desk.worker()
    assert step(), "the watch asks for it"
    desk.directory.trouble = raising(Killed(), "get")
    with pytest.raises(Killed):
        step()
    assert open_kinds(desk) == [RETIRE.name, WATCH.name]
    with pytest.raises(accounts.Busy):
        reissue(desk, account)


def test_whoever_logs_in_just_before_the_password_is_retired_keeps_the_own_one(desk: WorkerDesk) -> None:
    account = notified(desk)
    desk.later(hours=169)
    assert desk.worker()()
    (user,) = desk.directory.users.values()
    desk.directory.customer_sets_own_password(user.id, "WlasneHaslo1")
    desk.run()
    assert user.password == "WlasneHaslo1"
    assert desk.state(account) == (AccountStatus.ACTIVATED, None)
    desk.later()
    desk.run()
    assert open_kinds(desk) == [], "nothing watches an active account"


def test_a_watch_that_is_refused_for_good_asks_people_once(desk: WorkerDesk) -> None:
    account = notified(desk)
    desk.later()
    desk.directory.trouble = raising(PermanentError("bad_request"), "get")
    desk.run()
    assert desk.state(account) == (AccountStatus.NEEDS_ATTENTION, Attention.REFUSED_BY_KEYCLOAK)
    desk.later()
    assert desk.run() == 0


def test_each_change_of_an_account_has_one_line_in_the_journal(desk: WorkerDesk) -> None:
    account = notified(desk)
    desk.later(hours=169)
    desk.run()
    reissue(desk, account)
    desk.run()
    (user,) = desk.directory.users.values()
    desk.directory.customer_sets_own_password(user.id, "WlasneHaslo1")
    desk.later()
    desk.run()
    with desk.database.reading() as session:
        lines = session.scalars(
            sa.select(AuditEntry.event).where(AuditEntry.object_type == "account").order_by(AuditEntry.seq)
        ).all()
    assert lines == [
        Event.ACCOUNT_CREATED,
        Event.ACCOUNT_NOTIFIED,
        Event.ACCOUNT_EXPIRED,
        Event.ACCOUNT_REISSUED,
        Event.ACCOUNT_NOTIFIED,
        Event.ACCOUNT_ACTIVATED,
    ]
