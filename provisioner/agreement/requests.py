"""What staff may ask for: settle a finding, have a difference mended or looked at again, lift the lock of a user."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import journal, outbox
from provisioner.accounts.kinds import KEEP_LINK, NOTIFY, PROVISION
from provisioner.accounts.listing import open_work
from provisioner.accounts.requests import Busy, NothingToDo
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.state import locked, move
from provisioner.accounts.tables import Account
from provisioner.agreement.kinds import COMPARE, MEND, UNLOCK
from provisioner.agreement.rules import BY_OPERATOR, COMPARED, SET_BACK, FindingKind, is_mendable
from provisioner.agreement.tables import AccountSeen, Finding
from provisioner.entry.reasons import given
from provisioner.journal import Event
from provisioner.staff.tables import StaffMember


def settle(session: Session, finding_id: int, *, note: str, by: StaffMember, at: datetime) -> None:
    """Somebody has looked at it and says what it was. Raises ReasonMissing, NothingToDo."""
    why = given(note)
    finding = _standing(session, finding_id)
    finding.note, finding.closed_by, finding.closed_at = why, by.id, at
    journal.record(
        session, Event.FINDING_SETTLED, at=at, actor=journal.staff(by.id), kind=finding.kind,
        object_type="finding", object_id=finding.id,
    )  # fmt: skip


def mend(session: Session, finding_id: int, *, by: StaffMember, at: datetime) -> None:
    """Have the worker make Keycloak agree with us; never a stranger's user, never over an own password (P2, P4).

    Raises NothingToDo, Busy.
    """
    account_id = session.scalar(sa.select(Finding.account_id).where(Finding.id == finding_id))
    if account_id is None:
        raise NothingToDo
    outbox.call_off(session, KEEP_LINK, account_id, now=at)
    account = locked(session, account_id)
    finding = _standing(session, finding_id)
    if account is None or not is_mendable(finding.kind, account.status) or finding.asked_at:
        raise NothingToDo
    if open_work(session, account_id):
        raise Busy
    finding.asked_by, finding.asked_at = by.id, at
    if finding.kind in SET_BACK:
        outbox.put(session, MEND, account_id, at)
        journal.record(
            session, Event.ACCOUNT_MEND_ASKED, at=at, actor=journal.staff(by.id), kind=finding.kind,
            object_type="account", object_id=account_id,
        )  # fmt: skip
    else:
        _anew(session, account, finding, by, at)


def look_again(session: Session, finding_id: int, *, at: datetime) -> None:
    """Have the user compared now, after the operator's work on it; changes nothing. Raises NothingToDo."""
    finding = _standing(session, finding_id)
    if finding.account_id is None or finding.kind not in BY_OPERATOR:
        raise NothingToDo
    outbox.ensure(session, COMPARE, finding.account_id, at)


def unlock(session: Session, case_id: UUID, *, by: StaffMember, at: datetime) -> None:
    """Lift the lock that wrong passwords have brought. Raises NothingToDo, Busy."""
    account_id = session.scalar(sa.select(Account.id).where(Account.case_id == case_id))
    if account_id is None:
        raise NothingToDo
    outbox.call_off(session, KEEP_LINK, account_id, now=at)
    account = locked(session, account_id)
    seen = session.get(AccountSeen, account_id, populate_existing=True) if account else None
    if account is None or seen is None or seen.locked_at is None or account.status not in COMPARED:
        raise NothingToDo
    if open_work(session, account.id):
        raise Busy
    outbox.put(session, UNLOCK, account.id, at)
    journal.record(
        session, Event.ACCOUNT_UNLOCK_ASKED, at=at, actor=journal.staff(by.id), object_type="account",
        object_id=account.id,
    )  # fmt: skip


def _anew(session: Session, account: Account, finding: Finding, by: StaffMember, at: datetime) -> None:
    """There is no own password any more: the customer gets a temporary one again, and a user where there is none."""
    missing = finding.kind is FindingKind.USER_MISSING
    account.activated_at, account.keycloak_id = None, None if missing else account.keycloak_id
    to = AccountStatus.APPROVED if missing else AccountStatus.CREATED
    move(session, account, to, Event.ACCOUNT_MEND_ASKED, at=at, actor=journal.staff(by.id), kind=finding.kind)
    outbox.put(session, PROVISION if missing else NOTIFY, account.id, at)
    finding.closed_by, finding.closed_at = by.id, at


def _standing(session: Session, finding_id: int) -> Finding:
    finding = session.get(Finding, finding_id, with_for_update=True, populate_existing=True)
    if finding is None or finding.closed_at is not None:
        raise NothingToDo
    return finding
