"""What staff do about reports of an account: block it on the ground of a takeover, or dismiss them with a reason."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import journal
from provisioner.accounts.blocking.requests import block_account, blockable
from provisioner.accounts.blocking.rules import BlockGround
from provisioner.accounts.not_me.report import REASON
from provisioner.accounts.not_me.tables import REPORTED, NotMe, NotMeOutcome
from provisioner.accounts.requests import NothingToDo
from provisioner.accounts.tables import Account
from provisioner.entry.reasons import given
from provisioner.journal import Event
from provisioner.staff.tables import StaffMember


def confirm(session: Session, case_id: UUID, *, by: StaffMember, at: datetime) -> None:
    """The account is blocked, or stays so where it is already. Raises NothingToDo, Busy."""
    account = _settled(session, case_id, NotMeOutcome.BLOCKED, "", by, at)
    _note(session, Event.ACCOUNT_NOT_ME_CONFIRMED, account, by, at)
    if blockable(account):
        block_account(session, account.id, ground=BlockGround.TAKEOVER, reason=REASON, by=by, at=at)


def dismiss(session: Session, case_id: UUID, *, reason: str, by: StaffMember, at: datetime) -> None:
    """The account stays as it is: a block is lifted by itself. Raises ReasonMissing, NothingToDo."""
    account = _settled(session, case_id, NotMeOutcome.DISMISSED, given(reason), by, at)
    _note(session, Event.ACCOUNT_NOT_ME_DISMISSED, account, by, at)


def _settled(
    session: Session, case_id: UUID, outcome: NotMeOutcome, reason: str, by: StaffMember, at: datetime
) -> Account:
    account = session.scalar(sa.select(Account).where(Account.case_id == case_id))
    if account is None:
        raise NothingToDo
    settled = session.execute(
        sa.update(NotMe)
        .where(NotMe.account_id == account.id, *REPORTED)
        .values(settled_at=at, settled_by=by.id, outcome=outcome, reason=reason)
        .execution_options(synchronize_session=False)
    )
    if not settled.rowcount:  # type: ignore[attr-defined]
        raise NothingToDo
    return account


def _note(session: Session, event: Event, account: Account, by: StaffMember, at: datetime) -> None:
    journal.record(
        session, event, at=at, actor=journal.staff(by.id), object_type="account", object_id=account.id
    )  # fmt: skip
