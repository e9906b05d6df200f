"""Keycloak or the mail server away, and failures that concern one account only (docs/faults.md)."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
import sqlalchemy as sa

from provisioner import accounts, outbox
from provisioner.accounts.kinds import PROVISION, REMIND, WATCH
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.database import Database
from provisioner.outbox.tables import Task
from provisioner.outside import health
from provisioner.outside.outages import outages
from provisioner.outside.ports import ConfigurationError, TransientError
from provisioner.outside.tables import ComponentState
from tests.factories import approved_account, member
from tests.worker.desk import WorkerDesk
from tests.worker.troubles import no_trouble, raising


def test_keycloak_down_accounts_wait_the_desk_says_so_and_all_goes_on_by_itself(desk: WorkerDesk) -> None:
    first, second = (
        approved_account(desk.database, email=e, email_again=e) for e in ("a@example.com", "b@example.com")
    )
    desk.directory.trouble = raising(TransientError("keycloak_unreachable", "keycloak"))
    worker = desk.worker()
    desk.run(worker)
    assert worker.failures.pauses.of("keycloak").seconds > 1
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
        first = session.scalars(sa.select(Task).order_by(Task.id).limit(1)).one()
        first.not_before = datetime.now(UTC) - timedelta(seconds=1)
    desk.pauses_end()
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


def test_work_on_something_that_is_not_there_does_not_stop_the_others(desk: WorkerDesk) -> None:
    with desk.database.transaction() as session:
        outbox.put(session, PROVISION, uuid4(), datetime.now(UTC) - timedelta(hours=1))
    account = approved_account(desk.database)
    for _ in range(6):
        desk.run()
        desk.later()
    assert desk.state(account.id)[0] is AccountStatus.NOTIFIED
    with desk.database.reading() as session:
        open_kinds = session.scalars(sa.select(Task.kind).where(Task.done_at.is_(None))).all()
    assert set(open_kinds) == {WATCH.name, REMIND.name}


def test_two_handlers_of_one_kind_are_refused_at_the_start(desk: WorkerDesk) -> None:
    first = desk.worker()._handlers[PROVISION.name]
    desk.more = lambda hands: [first]
    with pytest.raises(ValueError, match="two handlers"):
        desk.worker()


def test_an_outage_costs_no_patience(desk: WorkerDesk) -> None:
    account = approved_account(desk.database)
    desk.mailer.trouble = raising(TransientError("mail_unreachable", "mail"))
    for _ in range(6):
        desk.run()
        desk.later(hours=5)
    desk.mailer.trouble = raising(TransientError("mail_deferred"))
    desk.run()
    assert desk.state(account.id) == (AccountStatus.CREATED, None), "the first failure of its own is not the last"
    desk.mailer.trouble = no_trouble
    desk.later()
    desk.run()
    assert desk.state(account.id)[0] is AccountStatus.NOTIFIED


def test_a_mail_that_was_put_off_is_not_woken_by_somebody_elses(desk: WorkerDesk) -> None:
    approved_account(desk.database)
    desk.mailer.trouble = raising(TransientError("mail_deferred"))
    worker = desk.worker()
    desk.run(worker)
    waiting = desk.open_task().not_before
    worker.failures._down["mail"] = "mail_unreachable"
    worker.failures.works("mail")
    assert desk.open_task().not_before == waiting


def test_two_threads_may_report_the_same_outage_at_once(database: Database) -> None:
    start = Barrier(4)

    def report() -> None:
        start.wait()
        with database.transaction() as session:
            health.report(session, "keycloak", "keycloak_unreachable", at=datetime.now(UTC))

    threads = [Thread(target=report) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as session:
        assert health.problems(session).keys() == {"keycloak"}


def test_an_outage_keeps_its_beginning_whatever_it_complains_of(database: Database) -> None:
    began = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    with database.transaction() as session:
        health.report(session, "keycloak", "", at=began - timedelta(hours=1))
        health.report(session, "keycloak", "keycloak_unreachable", at=began)
        health.report(session, "keycloak", "keycloak_forbidden", at=began + timedelta(minutes=5))
        state = session.get_one(ComponentState, "keycloak", populate_existing=True)
        assert (state.problem, state.since) == ("keycloak_forbidden", began)
