"""Proposing another address (R5) or mandate for an account."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import accounts, journal
from provisioner.accounts.mandates.rules import Granted, is_over
from provisioner.accounts.mandates.standing import standing
from provisioner.accounts.state import locked
from provisioner.accounts.tables import Account
from provisioner.corrections.entry import KIND, Proposed, refused
from provisioner.corrections.errors import AlreadyProposed
from provisioner.corrections.listing import open_of
from provisioner.corrections.rules import OF_A_MANDATE, ONE_OF_THE_PAPER, CorrectionKind, CorrectionStatus
from provisioner.corrections.tables import Correction
from provisioner.journal import Event
from provisioner.office.time import office_date
from provisioner.staff.tables import StaffMember

EVENTS = {
    (False, True): Event.CORRECTION_PROPOSED, (False, False): Event.CORRECTION_REJECTED,
    (True, True): Event.MANDATE_PROPOSED, (True, False): Event.MANDATE_REJECTED,
}  # fmt: skip
"""What is noted of a proposal: whether it is of a mandate, and whether it waits."""


def propose(session: Session, account_id: UUID, told: Proposed, *, by: StaffMember, at: datetime) -> Correction:
    """Put it down for somebody else to decide; the account stays as it is.

    Raises accounts.NothingToDo, AlreadyProposed, CorrectionProblems for an address that can never do.
    """
    account = locked(session, account_id)
    if account is None or accounts.Step.CORRECT not in accounts.offered_now(session, account):
        raise accounts.NothingToDo
    _alone(session, account)
    _check(session, account, told, at)
    found = Correction(
        kind=told.kind, former_email=account.email, email=told.email, word_received_on=told.word_received_on,
        word_channel=told.word_channel,
    )  # fmt: skip
    return _put_down(session, account, found, by, at)


def propose_mandate(session: Session, case_id: UUID, granted: Granted, *, by: StaffMember, at: datetime) -> Correction:
    """Put down that somebody acts for the customer of a case. Raises accounts.NothingToDo, AlreadyProposed."""
    account = _of(session, case_id)
    if not accounts.takes_mandate(account) or standing(session, account.id):
        raise accounts.NothingToDo
    return _put_down(session, account, _mandate(account, CorrectionKind.MANDATE, granted), by, at)


def propose_extension(
    session: Session, case_id: UUID, *, until: date | None, proof: str, by: StaffMember, at: datetime
) -> Correction:
    """Put down that the mandate that stands has another last day. Raises accounts.NothingToDo, AlreadyProposed."""
    account = _of(session, case_id)
    mandate = standing(session, account.id)
    if mandate is None or is_over(mandate.until, office_date(at)):
        raise accounts.NothingToDo
    granted = Granted(mandate.kind, mandate.name, proof, until)
    return _put_down(session, account, _mandate(account, CorrectionKind.LONGER_MANDATE, granted), by, at)


def note(session: Session, found: Correction, *, by: StaffMember, at: datetime) -> None:
    """One line of the journal about a proposal that changes no account (P8)."""
    mandate, is_open = found.kind in OF_A_MANDATE, found.status is CorrectionStatus.OPEN
    until = found.mandate_until
    values = {
        "filed_by": ("", found.mandate_kind or ""), "attorney_name": ("", found.mandate_name),
        "mandate_until": ("", f"{until:%d.%m.%Y}" if until else ""), "mandate_endless": ("no", "" if until else "yes"),
        "mandate_proof": ("", found.mandate_proof),
    }  # fmt: skip
    journal.record(
        session, EVENTS[mandate, is_open], at=at, actor=journal.staff(by.id), object_type="account",
        object_id=found.account_id, kind=found.kind,
        values={name: pair for name, pair in values.items() if pair[1]} if mandate
        else {"email": (found.former_email, found.email)},
    )  # fmt: skip


def _of(session: Session, case_id: UUID) -> Account:
    account_id = session.scalar(sa.select(Account.id).where(Account.case_id == case_id))
    account = locked(session, account_id) if account_id else None
    if account is None:
        raise accounts.NothingToDo
    _alone(session, account)
    return account


def _alone(session: Session, account: Account) -> None:
    """A locked account has one proposal at most."""
    if open_of(session, account.id) is not None:
        raise AlreadyProposed


def _mandate(account: Account, kind: CorrectionKind, granted: Granted) -> Correction:
    return Correction(
        kind=kind, former_email=account.email, email=account.email, mandate_kind=granted.kind,
        mandate_name=granted.name, mandate_proof=granted.proof, mandate_until=granted.until,
    )  # fmt: skip


def _put_down(session: Session, account: Account, found: Correction, by: StaffMember, at: datetime) -> Correction:
    found.id, found.account_id, found.status = uuid4(), account.id, CorrectionStatus.OPEN
    found.proposed_by, found.proposed_at = by.id, at
    session.add(found)
    note(session, found, by=by, at=at)
    return found


def kinds_for(session: Session, account: Account, *, on: date) -> Sequence[CorrectionKind]:
    """Why the address of this account may be corrected now."""
    return (CorrectionKind.ACTS_ALONE,) if accounts.only_alone(session, account, on=on) else ONE_OF_THE_PAPER


def _check(session: Session, account: Account, told: Proposed, at: datetime) -> None:
    if told.kind not in kinds_for(session, account, on=office_date(at)):
        raise refused("choose", KIND)
    # Whoever acts alone from now on may have had an own mailbox all the time: only the password is not theirs.
    if told.email == account.email and told.kind is not CorrectionKind.ACTS_ALONE:
        raise refused("unchanged")
    if accounts.held_by_another(session, told.email, account):
        raise refused("held")
