"""Accounts that somebody else uses for the customer, on a mandate."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import accounts
from provisioner.accounts.blocking.rules import BlockGround
from provisioner.accounts.blocking.tables import AccountBlock
from provisioner.accounts.kinds import END_MANDATE
from provisioner.accounts.mandates.requests import lapse
from provisioner.accounts.mandates.rules import Granted, MandateKind
from provisioner.accounts.mandates.tables import Mandate
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.database import Database
from provisioner.office.time import office_date
from provisioner.outbox.tables import Task
from tests.factories import NOW, approved, member

APPROVER = "Barbara Lis"
PAPER: dict[str, Any] = {"filed_by": "attorney", "attorney_name": "Anna Lis", "mandate_until": "31.12.2027"}
LAST_DAY = date(2027, 12, 31)
OVER = datetime(2027, 12, 31, 23, 0, tzinfo=UTC)
"""The first moment after it: midnight in the office, an hour before that of UTC."""
REVOKED = "Odwołanie pełnomocnictwa z 24.11.2026."
NEW = Granted(MandateKind.GUARDIAN, "Ewa Kos", "postanowienie z 20.11.2026", None)


def acting(session: Session, status: AccountStatus | None = AccountStatus.ACTIVATED, **changed: Any) -> Account:
    """An account of a customer for whom somebody acts; in this state its creation is done."""
    account = approved(session, **PAPER | changed)
    if status:
        stand(session, account, status)
    return account


def stand(
    session: Session,
    account: Account,
    status: AccountStatus,
    ground: BlockGround | None = None,
    attention: Attention | None = None,
) -> None:
    """The account has come to this state, with a block on this ground, and nothing is open for its user."""
    open_work = sa.update(Task).where(Task.subject_id == account.id, Task.kind != END_MANDATE.name)
    session.execute(open_work.values(done_at=NOW))
    found = session.get_one(Account, account.id)
    found.status, found.attention, found.keycloak_id = status, attention, f"user-{account.login}"
    if ground:
        session.add(
            AccountBlock(
                account_id=account.id, ground=ground, reason="?", former=AccountStatus.ACTIVATED,
                by=member(session, APPROVER).id, at=NOW, blocked_at=NOW,
            )
        )  # fmt: skip
    session.flush()


def revoke(session: Session, account: Account, *, at: datetime = NOW) -> None:
    """The mandate has ended before its day."""
    accounts.revoke_mandate(session, account.case_id, reason=REVOKED, by=member(session, APPROVER), at=at)


def record(session: Session, account: Account, granted: Granted = NEW, *, at: datetime = NOW) -> Mandate:
    """Somebody else acts from now on."""
    return accounts.record_mandate(session, account.case_id, granted, by=member(session, APPROVER), at=at)


def extend(session: Session, account: Account, until: date | None, *, at: datetime = NOW) -> Mandate:
    """It lasts longer."""
    by = member(session, APPROVER)
    return accounts.extend_mandate(session, account.case_id, until=until, proof="aneks", by=by, at=at)


def comes(session: Session, account: Account, *, at: datetime = OVER) -> None:
    """What the worker does on the day."""
    mine = sa.update(Task).where(Task.subject_id == account.id, Task.kind == END_MANDATE.name)
    session.execute(mine.values(done_at=at))
    lapse(session, account.id, at=at)


def mandates(database: Database) -> list[Mandate]:
    """All there are, the oldest first."""
    with database.reading() as session:
        return list(session.scalars(sa.select(Mandate).order_by(Mandate.id)))


def blocks(database: Database) -> list[AccountBlock]:
    """All there are, the oldest first."""
    with database.reading() as session:
        return list(session.scalars(sa.select(AccountBlock).order_by(AccountBlock.id)))


def ahead(days: int) -> str:
    """A day so far from the office's own today, as it is typed."""
    return f"{office_date(datetime.now(UTC)) + timedelta(days=days):%d.%m.%Y}"


def day_comes(database: Database, account_id: UUID) -> None:
    """The last day of the mandate was yesterday, for whoever looks at the clock."""
    past = datetime.now(UTC) - timedelta(seconds=1)
    with database.transaction() as session:
        kept = sa.select(Mandate.id).where(Mandate.account_id == account_id, Mandate.ended_at.is_(None))
        one = session.scalars(kept).one()
        # A mandate does not change: the row that its day would have come to is put in its place.
        mandate = session.get_one(Mandate, one)
        yesterday = office_date(datetime.now(UTC)) - timedelta(days=1)
        copy = Mandate(
            account_id=account_id, kind=mandate.kind, name=mandate.name, proof=mandate.proof, until=yesterday,
            granted_at=mandate.granted_at, by=mandate.by,
        )  # fmt: skip
        mandate.ended_at, mandate.ended_by = mandate.granted_at, mandate.by
        session.flush()
        session.add(copy)
        task = sa.update(Task).where(Task.subject_id == account_id, Task.kind == END_MANDATE.name)
        session.execute(task.where(Task.done_at.is_(None)).values(not_before=past))
