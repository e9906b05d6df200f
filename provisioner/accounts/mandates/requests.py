"""What staff ask for about a mandate: record one, extend it, note that it was revoked; and the end of its last day."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from provisioner import journal, outbox
from provisioner.accounts.blocking.requests import blockable, called_off, known, on_graver_ground, put_block
from provisioner.accounts.blocking.requests import standing as standing_block
from provisioner.accounts.blocking.rules import BlockGround, graver
from provisioner.accounts.blocking.tables import AccountBlock
from provisioner.accounts.kinds import END_MANDATE
from provisioner.accounts.mandates.rules import Granted, is_over, over_from
from provisioner.accounts.mandates.standing import end, grant, replace, standing
from provisioner.accounts.mandates.tables import Mandate
from provisioner.accounts.requests import Busy, NothingToDo
from provisioner.accounts.rules import LIVE, SETTLED, AccountStatus, Attention
from provisioner.accounts.state import locked
from provisioner.accounts.tables import Account
from provisioner.entry.reasons import given
from provisioner.office.time import office_date
from provisioner.staff.tables import StaffMember

GROUND = BlockGround.MANDATE_ENDED
TRIED = (Attention.NOT_BLOCKED, Attention.NOT_UNBLOCKED)
"""A block that stands, and that another try goes on with."""
REASON = "Umocowanie było ważne do {:%d.%m.%Y}."
"""The reason of the block in the office's words; they stand in Polish like every reason that people write."""


def takes_mandate(account: Account) -> bool:
    """Whether somebody may be recorded who acts for the customer, where nobody does."""
    return account.status in LIVE or account.status is AccountStatus.BLOCKED


def record_mandate(session: Session, case_id: UUID, granted: Granted, *, by: StaffMember, at: datetime) -> Mandate:
    """From now on somebody acts for the customer; a block is not ended by that. Raises NothingToDo."""
    account = locked(session, known(session, case_id))
    if account is None or not takes_mandate(account) or standing(session, account.id):
        raise NothingToDo
    return grant(session, account.id, granted, by=by.id, at=at)


def extend_mandate(
    session: Session, case_id: UUID, *, until: date | None, proof: str, by: StaffMember, at: datetime
) -> Mandate:
    """The mandate that stands has another last day, or none, by another paper. Raises NothingToDo, Busy."""
    account_id = known(session, case_id)
    # Tasks before accounts, as the worker does; refused, the transaction gives the task back.
    free = outbox.cancel_open(session, END_MANDATE, account_id, now=at)
    mandate = standing(session, account_id) if locked(session, account_id) else None
    if mandate is None or is_over(mandate.until, office_date(at)):
        raise NothingToDo
    if not free:
        raise Busy
    return replace(session, mandate, Granted(mandate.kind, mandate.name, proof, until), by=by.id, at=at)


def revoke_mandate(session: Session, case_id: UUID, *, reason: str, by: StaffMember, at: datetime) -> None:
    """It is over before its day: the account is blocked at once. Raises ReasonMissing, NothingToDo, Busy."""
    why, account_id = given(reason), known(session, case_id)
    free = outbox.cancel_open(session, END_MANDATE, account_id, now=at)
    account, begins = _locked(session, account_id, at)
    mandate = standing(session, account_id)
    if mandate is None:
        raise NothingToDo
    if not free:
        raise Busy
    end(session, mandate, at=at, by=by.id, reason=why)
    _shut_out(session, account, begins=begins, reason=why, by=by, at=at)


def lapse(session: Session, account_id: UUID, *, at: datetime) -> None:
    """Its last day is over. Raises Busy while something is under way that has to end first."""
    mandate = standing(session, account_id)
    if mandate is None or mandate.until is None:
        return
    if not is_over(mandate.until, office_date(at)):
        outbox.ensure(session, END_MANDATE, account_id, over_from(mandate.until))
        return
    account, begins = _locked(session, account_id, at)
    if standing(session, account_id) is not mandate:
        raise Busy  # Somebody was faster: looked at again once they are done.
    end(session, mandate, at=at)
    _shut_out(session, account, begins=begins, reason=REASON.format(mandate.until), by=None, at=at)


def _locked(session: Session, account_id: UUID, at: datetime) -> tuple[Account, datetime]:
    """The locked account, with nothing open for its user where it will be blocked, and when that may begin.

    Raises NothingToDo, Busy.
    """
    seen = session.get(Account, account_id)
    begun = seen is not None and _begun(session, seen)
    account, begins = called_off(session, account_id, at) if begun else (locked(session, account_id), at)
    if account is None:
        raise NothingToDo
    if _begun(session, account) is not begun:
        raise Busy
    return account, begins


def _begun(session: Session, account: Account) -> bool:
    """Whether a block begins: a first one, or one on this graver ground in the place of one that stands."""
    stands = account.status is AccountStatus.BLOCKED or account.attention in TRIED
    return blockable(account) or (stands and graver(GROUND, than=standing_block(session, account.id).ground))


def _shut_out(
    session: Session, account: Account, *, begins: datetime, reason: str, by: StaffMember | None, at: datetime
) -> None:
    """Nobody logs in any more with what whoever acted for the customer knows. Raises Busy."""
    told: dict[str, Any] = {"ground": GROUND, "reason": reason, "at": at}
    actor = journal.staff(by.id) if by else journal.WORKER
    if blockable(account):
        who = by.id if by else None
        block = AccountBlock(account_id=account.id, former=account.status, by=who, **told)
        put_block(session, account, block, begins=begins, actor=actor)
    elif _begun(session, account):
        block = on_graver_ground(session, account, by=by, **told)
        put_block(session, account, block, begins=begins, actor=actor)
    elif account.status is AccountStatus.CLOSING or account.attention is Attention.NOT_REMOVED:
        before = standing_block(session, account.id)
        if graver(GROUND, than=before.ground):
            block = on_graver_ground(session, account, by=by, **told)
            block.blocked_at = before.blocked_at
            session.add(block)
    elif account.status not in SETTLED:
        raise Busy  # It is being blocked or unblocked, or may be by another try.
