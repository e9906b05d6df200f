"""P1, P2, P4, P8 under random kills, outages, lost answers, sleep and passing time; failures name their random seed."""

from uuid import UUID

import pytest
import sqlalchemy as sa

from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.database import Database
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry
from tests.drill import Counted, count
from tests.fakes import StoredUser
from tests.worker.chances import OWN, BadLuck
from tests.worker.desk import WorkerDesk

LONGEST = 6
EVERY_DAY = 20


@pytest.mark.drill
def test_after_any_run_of_bad_luck_each_customer_has_one_working_account(database: Database, counted: Counted) -> None:
    hurry(database)
    runs = count(1000, EVERY_DAY)
    for seed in range(runs):
        try:
            one_run(database, seed)
        except BaseException as error:
            error.add_note(f"seed {seed}: see it again with `one_run(database, {seed})`")
            raise
    counted(runs, "runs of bad luck")


def hurry(database: Database) -> None:
    """No power is cut here, so SQLite need not wait for the disk; PostgreSQL does not in tests."""
    if database.engine.dialect.name == "sqlite":
        sa.event.listen(database.engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF"))
        database.close()


def one_run(database: Database, seed: int) -> None:
    """Approve, let everything go wrong for a while, let it be well again, look at what is left."""
    luck = BadLuck(WorkerDesk(database), seed)
    luck.approve()
    for _ in range(luck.draw.randint(2, LONGEST)):
        luck.strike()
    luck.all_is_well_again()
    for account_id in luck.accounts:
        look_at(luck, luck.desk.account(account_id))
    for stranger in luck.strangers:
        assert luck.desk.directory.users[stranger.id].password == "theirs", "no stranger was touched"
    assert not [mail for mail in luck.desk.mailer.sent if not mail.to.startswith(f"c{seed}x")]
    luck.put_away()


def look_at(luck: BadLuck, account: Account) -> None:
    """One user by the marker, the newest mail works or the customer's own password stands, the journal tells it all."""
    users = [user for user in luck.desk.directory.users.values() if user.application_id == str(account.case_id)]
    assert [user.id for user in users] == [account.keycloak_id], "one user"
    (user,) = users
    assert user.enabled, "nobody is left shut out"
    assert luck.settled(account.status), account.status
    look_at_passwords(luck, account, user)
    look_at_journal(luck, account)


def look_at_passwords(luck: BadLuck, account: Account, user: StoredUser) -> None:
    mailed = luck.mailed(account.email)
    assert user.password not in mailed[:-1], "an older mail is dead"
    match account.status:
        case AccountStatus.NOTIFIED:
            assert user.password == mailed[-1], "the newest mail works"
        case AccountStatus.EXPIRED:
            assert user.password not in mailed, "an expired password is dead"
        case _:
            assert (user.password, user.pending) == (OWN, False), "the customer's own password stands"


def look_at_journal(luck: BadLuck, account: Account) -> None:
    lines = journal_of(luck.desk.database, account.id)
    moves = [(line.details["before"], line.details["after"]) for line in lines if "after" in line.details]
    states = [AccountStatus.APPROVED, *(after for _, after in moves)]
    assert [before for before, _ in moves] == states[:-1], "each line goes on from the one before"
    assert states[-1] == account.status, "the last line is where the account stands"
    reported = [line for line in lines if line.event is Event.ACCOUNT_NOTIFIED]
    assert len(reported) == account.mails_sent <= len(luck.mailed(account.email))


def journal_of(database: Database, account_id: UUID) -> list[AuditEntry]:
    wanted = sa.select(AuditEntry).where(AuditEntry.object_type == "account", AuditEntry.object_id == str(account_id))
    with database.reading() as session:
        return list(session.scalars(wanted.order_by(AuditEntry.seq)))
