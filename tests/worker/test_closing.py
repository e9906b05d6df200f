"""From the approved resignation to the deletion, whatever fails between: shut, told, waited, deleted, told (R8)."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from provisioner import accounts, incidents, office
from provisioner.accounts.blocking.rules import BlockGround
from provisioner.accounts.blocking.tables import AccountBlock
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.journal.tables import AuditEntry
from provisioner.office.time import office_date
from provisioner.outside.ports import ConfigurationError, PermanentError, TransientError
from tests.factories import approved_account, member
from tests.resigned import BY_OFFICE, approved, closing, days_later, take_back
from tests.worker.desk import WorkerDesk
from tests.worker.test_blocking import OWN, blocked, mailed, subjects
from tests.worker.test_blocking import active as in_use
from tests.worker.troubles import no_trouble, raising

pytestmark = pytest.mark.sweep
CLOSED, DELETED = (f"Twoje konto iBOK zostało {what}" for what in ("zamknięte", "usunięte"))
UNBLOCKED = "Twoje konto iBOK zostało odblokowane"


def active(desk: WorkerDesk) -> Account:
    """Somebody with an own password and two sessions, of whom every mail is taken."""
    account = in_use(desk)
    desk.mailer.trouble = lambda mail: None
    return account


def shut(desk: WorkerDesk, account: Account, **typed: str) -> None:
    approved(desk.database, account, **typed)
    desk.run()
    assert desk.state(account.id)[0] is AccountStatus.CLOSING


def events(desk: WorkerDesk, account: Account) -> list[str]:
    with desk.database.reading() as session:
        lines = sa.select(AuditEntry.event).where(AuditEntry.object_id == str(account.id)).order_by(AuditEntry.seq)
        return [str(event) for event in session.scalars(lines)]


def test_r8_shut_and_told_at_once_deleted_and_told_after_the_time_for_withdrawing(desk: WorkerDesk) -> None:
    account = active(desk)
    shut(desk, account)
    (user,) = desk.directory.users.values()
    assert (user.enabled, user.sessions) == (False, 0)
    until = office_date(datetime.now(UTC) + timedelta(days=14))
    assert subjects(desk) == [CLOSED]
    assert f"Do {until.day} " in desk.mailer.sent[-1].text
    assert "Powód: rezygnacja klienta." in desk.mailer.sent[-1].text
    days_later(desk.database, 13)
    desk.run()
    assert desk.state(account.id)[0] is AccountStatus.CLOSING, "the last day is over at midnight"
    days_later(desk.database, 2)
    desk.run()
    assert desk.state(account.id) == (AccountStatus.CLOSED, None)
    assert not desk.directory.users
    assert subjects(desk) == [CLOSED, DELETED]
    assert "Konto zostało usunięte." in desk.mailer.sent[-1].text
    done = ["account:closing-asked", "account:block-asked", "account:closing", "account:told", "account:removed"]
    assert events(desk, account)[-6:] == [*done, "account:told"]
    with desk.database.reading() as session:
        assert session.scalars(sa.select(AccountBlock.lifted_at)).one() is not None
    desk.later(1000)
    assert desk.run() == 0, "nobody looks at it any more"


def test_r8_taken_back_in_time_the_customer_logs_in_as_before(desk: WorkerDesk) -> None:
    account = active(desk)
    found = approved(desk.database, account)
    desk.run()
    take_back(desk.database, found)
    desk.run()
    (user,) = desk.directory.users.values()
    assert (user.enabled, user.sessions, user.password) == (True, 0, OWN)
    assert desk.state(account.id) == (AccountStatus.ACTIVATED, None)
    assert subjects(desk) == [CLOSED, UNBLOCKED]
    days_later(desk.database, 20)
    desk.run()
    assert desk.directory.users, "no deletion is left over"


def test_r8_a_creation_called_off_leaves_no_user_and_nobody_is_mailed(desk: WorkerDesk) -> None:
    account = approved_account(desk.database)
    approved(desk.database, account)
    desk.run()
    assert desk.state(account.id)[0] is AccountStatus.CLOSING
    days_later(desk.database, 15)
    desk.run()
    assert desk.state(account.id) == (AccountStatus.CLOSED, None)
    assert (desk.directory.users, desk.mailer.sent) == ({}, [])


def test_r8_without_a_delay_it_is_deleted_at_once_and_told_once(desk: WorkerDesk) -> None:
    account = active(desk)
    with desk.database.transaction() as session:
        office.change(session, "deletion_delay_days", "0")
    approved(desk.database, account)
    desk.run()
    assert desk.state(account.id) == (AccountStatus.CLOSED, None)
    assert subjects(desk) == [DELETED]


def test_r8_after_a_death_nobody_is_mailed(desk: WorkerDesk) -> None:
    account = active(desk)
    shut(desk, account, **BY_OFFICE | {"ground": "death", "proof": "akt zgonu 12/2026"})
    days_later(desk.database, 15)
    desk.run()
    assert (desk.state(account.id)[0], subjects(desk)) == (AccountStatus.CLOSED, [])


def test_r8_where_a_stranger_reads_the_mailbox_nobody_is_mailed(desk: WorkerDesk) -> None:
    account = mailed(desk)
    blocked(desk, account, BlockGround.WRONG_ADDRESS)
    shut(desk, account)
    days_later(desk.database, 15)
    desk.run()
    assert (desk.state(account.id)[0], subjects(desk)) == (AccountStatus.CLOSED, [])


def test_r8_an_unused_account_is_closed_and_its_watch_ends(desk: WorkerDesk) -> None:
    account = mailed(desk)
    shut(desk, account, **BY_OFFICE | {"ground": "unused"})
    desk.unused_to_the_end()
    days_later(desk.database, 15)
    desk.run()
    assert desk.state(account.id) == (AccountStatus.CLOSED, None)


def test_r8_on_the_day_it_takes_effect_the_account_begins_to_close(desk: WorkerDesk) -> None:
    account = active(desk)
    ahead = office_date(datetime.now(UTC)) + timedelta(days=40)
    approved(desk.database, account, effect_on=f"{ahead:%d.%m.%Y}")
    desk.run()
    assert desk.state(account.id)[0] is AccountStatus.ACTIVATED
    days_later(desk.database, 40)
    desk.run()
    assert desk.state(account.id)[0] is AccountStatus.CLOSING
    assert closing(desk.database).begun_at is not None


def test_r8_a_block_asked_for_meanwhile_is_finished_before_the_account_closes(desk: WorkerDesk) -> None:
    account = active(desk)
    ahead = office_date(datetime.now(UTC)) + timedelta(days=40)
    approved(desk.database, account, effect_on=f"{ahead:%d.%m.%Y}")
    blocked(desk, account)
    with desk.database.transaction() as session:
        by = member(session, "Barbara Lis")
        accounts.unblock(session, account.case_id, reason="?", by=by, at=datetime.now(UTC))
    desk.directory.trouble = raising(ConfigurationError("keycloak_down"), "enable")
    days_later(desk.database, 40)
    desk.run()
    assert desk.state(account.id)[0] is AccountStatus.UNBLOCKING
    desk.directory.trouble = no_trouble
    for _ in range(3):
        desk.later()
        desk.run()
    assert desk.state(account.id)[0] is AccountStatus.CLOSED


@pytest.mark.parametrize("step", ["disable", "end_sessions", "get", "sessions", "remove"])
@pytest.mark.parametrize("trouble", [ConfigurationError("keycloak_down"), TransientError("keycloak_timeout")])
@pytest.mark.parametrize("moment", ["trouble", "afterwards"])
def test_p4_a_fault_at_any_step_delays_and_changes_nothing_else(
    desk: WorkerDesk, step: str, trouble: Exception, moment: str
) -> None:
    account = active(desk)
    setattr(desk.directory, moment, raising(trouble, step))
    approved(desk.database, account)
    desk.run()
    days_later(desk.database, 15)
    desk.run()
    setattr(desk.directory, moment, no_trouble)
    for _ in range(2):
        days_later(desk.database, 15)
        desk.later()
        desk.run()
    assert desk.state(account.id) == (AccountStatus.CLOSED, None)
    assert (subjects(desk).count(CLOSED), subjects(desk).count(DELETED)) == (1, 1)


def test_p5_a_refused_deletion_is_told_to_staff_and_tried_again(desk: WorkerDesk) -> None:
    account = active(desk)
    shut(desk, account)
    desk.directory.trouble = raising(PermanentError("refused"), "remove")
    days_later(desk.database, 15)
    desk.run()
    assert desk.state(account.id) == (AccountStatus.NEEDS_ATTENTION, Attention.NOT_REMOVED)
    desk.directory.trouble = no_trouble
    with desk.database.transaction() as session:
        accounts.retry(session, account.id, by=member(session, "Barbara Lis"), at=datetime.now(UTC))
    desk.run()
    assert desk.state(account.id) == (AccountStatus.CLOSED, None)


def test_p2_a_user_that_is_not_ours_any_more_is_never_deleted(desk: WorkerDesk) -> None:
    account = active(desk)
    shut(desk, account)
    (user,) = desk.directory.users.values()
    user.application_id = "stranger"
    days_later(desk.database, 15)
    desk.run()
    assert desk.state(account.id) == (AccountStatus.NEEDS_ATTENTION, Attention.NOT_REMOVED)
    assert desk.directory.users


def test_r8_a_refused_deletion_can_still_be_taken_back(desk: WorkerDesk) -> None:
    account = active(desk)
    found = approved(desk.database, account)
    desk.run()
    desk.directory.trouble = raising(PermanentError("refused"), "remove")
    days_later(desk.database, 15)
    desk.run()
    desk.directory.trouble = no_trouble
    take_back(desk.database, found)
    desk.run()
    assert desk.state(account.id) == (AccountStatus.ACTIVATED, None)


def test_r8_a_refused_deletion_of_a_blocked_account_is_taken_back_to_its_block(desk: WorkerDesk) -> None:
    account = active(desk)
    blocked(desk, account)
    found = approved(desk.database, account)
    desk.directory.trouble = raising(PermanentError("refused"), "remove")
    desk.run()
    days_later(desk.database, 15)
    desk.run()
    assert desk.state(account.id) == (AccountStatus.NEEDS_ATTENTION, Attention.NOT_REMOVED)
    desk.directory.trouble = no_trouble
    take_back(desk.database, found)
    desk.run()
    assert desk.state(account.id) == (AccountStatus.BLOCKED, None)


def test_r8_sent_to_the_wrong_person_while_it_closes_nobody_is_mailed_and_undone_it_stays_blocked(
    desk: WorkerDesk,
) -> None:
    account = active(desk)
    found = approved(desk.database, account)
    desk.run()
    with desk.database.transaction() as session:
        by = member(session, "Barbara Lis")
        incidents.open_incident(session, account.case_id, what="dzwonił sąsiad", by=by, at=datetime.now(UTC))
    take_back(desk.database, found)
    desk.run()
    assert desk.state(account.id)[0] is AccountStatus.BLOCKED
    again = approved(desk.database, account)
    days_later(desk.database, 15)
    desk.run()
    assert (again.id != found.id, desk.state(account.id)[0]) == (True, AccountStatus.CLOSED)
    assert subjects(desk) == [CLOSED], "the mail that left before"


def test_r8_an_account_closed_by_hand_ends_what_was_approved_for_a_day_ahead(desk: WorkerDesk) -> None:
    account = approved_account(desk.database)
    desk.directory.stranger("someone", account.email)
    desk.run()
    assert desk.state(account.id)[1] is Attention.EMAIL_TAKEN
    ahead = office_date(datetime.now(UTC)) + timedelta(days=40)
    approved(desk.database, account, effect_on=f"{ahead:%d.%m.%Y}")
    with desk.database.transaction() as session:
        by = member(session, "Barbara Lis")
        accounts.close(session, account.case_id, reason="adres zajęty", by=by, at=datetime.now(UTC))
    assert closing(desk.database).withdrawn_reason == "adres zajęty"
    days_later(desk.database, 41)
    assert desk.run() == 0
