"""The watch looks for the first login and lets whatever is at work on the user have the first word (R5, R6, P4)."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from provisioner import accounts, outbox
from provisioner.accounts import outcomes
from provisioner.accounts.carrying_out.failpoints import Failpoint
from provisioner.accounts.carrying_out.watching import next_look
from provisioner.accounts.kinds import LOOKING, NOTIFY, RETIRE, USER, WATCH
from provisioner.accounts.listing import USER_FIRST, shown_work
from provisioner.accounts.listing import accounts as accounts_listed
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry
from provisioner.outbox.handlers import Trouble
from provisioner.outbox.tables import Task
from provisioner.outside.ports import PermanentError, TransientError
from tests.factories import approved_account, member
from tests.together import errors, together
from tests.worker.desk import LEASE, WorkerDesk
from tests.worker.troubles import Killed, kill_at, no_trouble, raising


def notified(desk: WorkerDesk) -> UUID:
    """An account whose access mail has gone out; its watch waits."""
    account = approved_account(desk.database)
    desk.run()
    assert desk.state(account.id) == (AccountStatus.NOTIFIED, None)
    return account.id


def open_kinds(desk: WorkerDesk) -> list[str]:
    with desk.database.reading() as session:
        waiting = sa.select(Task.kind).where(Task.done_at.is_(None), Task.lane.in_((USER, LOOKING))).order_by(Task.kind)
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


def test_an_expired_account_is_looked_at_less_and_less(desk: WorkerDesk) -> None:
    account = desk.account(notified(desk))
    end = account.password_valid_until = datetime(2026, 1, 1, tzinfo=UTC)
    looks, now = [], end
    while now < end + timedelta(days=365):
        now = next_look(account, now, ended=True)
        looks.append(now - end)
    assert looks[0] == timedelta(days=1)
    assert len(looks) < 50, "every day would be 365 times"


def test_a_year_after_its_password_died_an_account_is_watched_no_more_until_a_new_one_is_mailed(
    desk: WorkerDesk,
) -> None:
    account = notified(desk)
    desk.unused_to_the_end()
    assert desk.state(account) == (AccountStatus.EXPIRED, None)
    desk.later(hours=364 * 24)
    desk.run()
    assert open_kinds(desk) == [WATCH.name]
    desk.later(hours=2 * 24)
    desk.run()
    assert open_kinds(desk) == []
    reissue(desk, account)
    desk.run()
    assert desk.state(account) == (AccountStatus.NOTIFIED, None)
    assert open_kinds(desk) == [WATCH.name]


def test_a_watch_that_is_refused_for_good_asks_people_once(desk: WorkerDesk) -> None:
    account = notified(desk)
    desk.later()
    desk.directory.trouble = raising(PermanentError("bad_request"), "get")
    desk.run()
    assert desk.state(account) == (AccountStatus.NEEDS_ATTENTION, Attention.REFUSED_BY_KEYCLOAK)
    desk.later()
    assert desk.run() == 0


def test_a_failing_watch_is_told_like_any_other_work(desk: WorkerDesk) -> None:
    notified(desk)
    desk.later()
    desk.directory.trouble = raising(TransientError("keycloak_error"), "get")
    desk.run()
    with desk.database.reading() as session:
        shown = session.scalar(sa.select(Task).join(Account, shown_work()).order_by(USER_FIRST).limit(1))
        (line,) = accounts_listed(session).lines
    assert shown
    assert line.task
    assert (shown.kind, shown.failures, line.task.failures) == (WATCH.name, 1, 1)


def test_a_look_at_a_user_that_is_no_more_the_accounts_says_nothing(desk: WorkerDesk) -> None:
    account = notified(desk)
    desk.later()
    fresh: list[str] = []

    def meanwhile(call: str) -> None:
        if call == "get" and not fresh:
            fresh.append(call)
            desk.directory.trouble = no_trouble
            desk.directory.users.clear()
            reissue(desk, account)
            desk.run(desk.worker())

    desk.directory.trouble = meanwhile
    desk.worker()()
    assert desk.state(account) == (AccountStatus.NOTIFIED, None), "the new user is there and well"


@pytest.mark.parametrize("round", range(5))
def test_a_watch_that_gives_up_and_a_mail_that_is_recorded_never_wait_for_each_other(
    desk: WorkerDesk, round: int
) -> None:
    account = notified(desk)
    desk.later()
    reissue(desk, account)
    with desk.database.transaction() as session:
        now = desk.database.now(session)
        kinds = [WATCH.name, NOTIFY.name]
        claims = {kind: outbox.claim(session, now=now, worker="w", lease=LEASE, kinds=[kind]) for kind in kinds}
    watch, mail = claims[WATCH.name], claims[NOTIFY.name]
    assert watch
    assert mail
    step = desk.worker()

    def give_up() -> None:
        step.failures.give_up(step._handlers[WATCH.name], watch, Trouble.REFUSED, "bad_request")

    def record() -> None:
        with desk.database.transaction() as session:
            outbox.finish(session, mail, now=desk.database.now(session))
            outcomes.notified(session, account, at=desk.database.now(session))

    assert errors(together(give_up, record)) == []


def test_each_change_of_an_account_has_one_line_in_the_journal(desk: WorkerDesk) -> None:
    account = notified(desk)
    desk.unused_to_the_end()
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
