"""Customers are reminded once of a password they have not used, and never of one that is no use any more (R5, P3)."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest
import sqlalchemy as sa

from provisioner import accounts, office
from provisioner.accounts.kinds import REMIND
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.journal.tables import AuditEntry
from provisioner.outbox.tables import Task
from provisioner.outside.ports import PermanentError, TransientError
from tests.factories import approved_account, member
from tests.worker.desk import WorkerDesk
from tests.worker.test_blocking import block, unblock
from tests.worker.troubles import no_trouble, raising

SOON = 168 - 47
"""Hours after which a password of a week lives for less than two days."""
SUBJECT = "Hasło tymczasowe do iBOK wkrótce wygaśnie"


def mailed(desk: WorkerDesk) -> Account:
    account = approved_account(desk.database)
    desk.run()
    return account


def reminders(desk: WorkerDesk) -> int:
    return [mail.subject for mail in desk.mailer.sent].count(SUBJECT)


def reminding(desk: WorkerDesk) -> int:
    """How much work of this kind is open."""
    with desk.database.reading() as session:
        found = sa.select(sa.func.count()).where(Task.kind == REMIND.name, Task.done_at.is_(None))
        return session.scalar(found) or 0


def events(desk: WorkerDesk, account: Account) -> list[str]:
    with desk.database.reading() as session:
        of_it = AuditEntry.object_id == str(account.id)
        return [str(one) for one in session.scalars(sa.select(AuditEntry.event).where(of_it).order_by(AuditEntry.seq))]


def reissue(desk: WorkerDesk, account: UUID) -> None:
    with desk.database.transaction() as session:
        accounts.reissue(session, account, by=member(session, "Barbara Lis"), at=datetime.now(UTC))


def setting(desk: WorkerDesk, value: str) -> None:
    with desk.database.transaction() as session:
        office.change(session, "temp_password_reminder_hours", value)


def test_an_unused_password_is_reminded_of_once_and_not_too_early(desk: WorkerDesk) -> None:
    account = mailed(desk)
    desk.later()
    desk.run()
    assert (reminders(desk), reminding(desk)) == (0, 1)
    desk.later(hours=SOON)
    desk.run()
    assert (reminders(desk), reminding(desk)) == (1, 0)
    assert desk.mailed_password(0) not in desk.mailer.sent[-1].text + desk.mailer.sent[-1].html
    assert events(desk, account)[-1] == "account:reminded"
    desk.later()
    desk.run()
    assert reminders(desk) == 1


def used(desk: WorkerDesk, account: Account) -> None:
    (user,) = desk.directory.users.values()
    desk.directory.customer_sets_own_password(user.id, "WlasneHaslo1")


def blocked(desk: WorkerDesk, account: Account) -> None:
    block(desk, account)


def died(desk: WorkerDesk, account: Account) -> None:
    desk.later(hours=48)


def switched_off(desk: WorkerDesk, account: Account) -> None:
    setting(desk, "0")


def deleted(desk: WorkerDesk, account: Account) -> None:
    desk.directory.users.clear()


@pytest.mark.parametrize("meanwhile", [used, blocked, died, switched_off, deleted])
def test_nobody_is_reminded_of_a_password_that_is_no_use_any_more(
    desk: WorkerDesk, meanwhile: Callable[[WorkerDesk, Account], None]
) -> None:
    account = mailed(desk)
    desk.later(hours=SOON)
    meanwhile(desk, account)
    desk.run()
    assert (reminders(desk), reminding(desk)) == (0, 0)


def test_a_new_password_has_a_reminder_of_its_own(desk: WorkerDesk) -> None:
    account = mailed(desk)
    desk.later(hours=SOON)
    reissue(desk, account.id)
    desk.run()
    assert reminders(desk) == 0
    desk.later()
    desk.run()
    assert (reminders(desk), reminding(desk)) == (0, 1)
    desk.later(hours=SOON)
    desk.run()
    assert (reminders(desk), reminding(desk)) == (1, 0)


def test_a_new_password_asked_for_while_the_mail_leaves_is_reminded_of_too(desk: WorkerDesk) -> None:
    account = mailed(desk)
    desk.later(hours=SOON)
    asked: list[str] = []

    def meanwhile(mail: object) -> None:
        if not asked:
            asked.append("once")
            reissue(desk, account.id)
            desk.run(desk.worker())

    desk.mailer.trouble = meanwhile
    desk.run()
    assert (reminders(desk), reminding(desk)) == (1, 1)


def test_after_a_block_the_password_that_still_lives_is_reminded_of(desk: WorkerDesk) -> None:
    account = mailed(desk)
    block(desk, account)
    desk.later()
    desk.run()
    assert reminding(desk) == 0
    unblock(desk, account)
    desk.run()
    desk.later(hours=SOON)
    desk.run()
    assert (desk.state(account.id)[0], reminders(desk)) == (AccountStatus.NOTIFIED, 1)


@pytest.mark.parametrize("hours", ["0", "100"])
def test_an_office_that_wants_none_or_would_remind_at_once_puts_no_work(desk: WorkerDesk, hours: str) -> None:
    setting(desk, hours)
    mailed(desk)
    assert reminding(desk) == 0


def test_while_a_part_is_away_the_reminder_waits(desk: WorkerDesk) -> None:
    mailed(desk)
    desk.later(hours=SOON)
    desk.mailer.trouble = raising(TransientError("mail_unreachable", "mail"))
    desk.run()
    assert (reminders(desk), reminding(desk)) == (0, 1)
    desk.mailer.trouble = no_trouble
    desk.later()
    desk.run()
    assert reminders(desk) == 1


def test_a_refused_reminder_stands_in_the_history_and_the_account_stays_where_it_was(desk: WorkerDesk) -> None:
    account = mailed(desk)
    desk.later(hours=SOON)
    desk.mailer.trouble = raising(PermanentError("smtp_550"))
    desk.run()
    assert desk.state(account.id) == (AccountStatus.NOTIFIED, None)
    assert events(desk, account)[-1] == "account:not-told"
