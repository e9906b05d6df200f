"""Proposing another address for an account (R5)."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from provisioner import accounts, journal
from provisioner.accounts.state import locked
from provisioner.accounts.tables import Account
from provisioner.corrections.entry import KIND, Proposed, refused
from provisioner.corrections.errors import AlreadyProposed
from provisioner.corrections.listing import open_of
from provisioner.corrections.rules import ONE_OF_THE_PAPER, CorrectionKind, CorrectionStatus
from provisioner.corrections.tables import Correction
from provisioner.journal import Event
from provisioner.office.time import office_date
from provisioner.staff.tables import StaffMember


def propose(session: Session, account_id: UUID, told: Proposed, *, by: StaffMember, at: datetime) -> Correction:
    """Put it down for somebody else to decide; the account stays as it is.

    Raises accounts.NothingToDo, AlreadyProposed, CorrectionProblems for an address that can never do.
    """
    account = locked(session, account_id)
    if account is None or accounts.Step.CORRECT not in accounts.offered_now(session, account):
        raise accounts.NothingToDo
    if open_of(session, account.id) is not None:
        raise AlreadyProposed
    _check(session, account, told, at)
    found = Correction(
        id=uuid4(), account_id=account.id, status=CorrectionStatus.OPEN, kind=told.kind, former_email=account.email,
        email=told.email, word_received_on=told.word_received_on, word_channel=told.word_channel, proposed_by=by.id,
        proposed_at=at,
    )  # fmt: skip
    session.add(found)
    note(session, Event.CORRECTION_PROPOSED, found, by=by, at=at)
    return found


def note(session: Session, event: Event, found: Correction, *, by: StaffMember, at: datetime) -> None:
    """One line of the journal about a proposal that changes no account (P8)."""
    journal.record(
        session, event, at=at, actor=journal.staff(by.id), object_type="account", object_id=found.account_id,
        values={"email": (found.former_email, found.email)}, kind=found.kind,
    )  # fmt: skip


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
