"""Confirming or rejecting a proposed correction; four eyes as for a case (P6)."""

from datetime import datetime
from typing import cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import accounts, office
from provisioner.accounts.mandates.rules import Granted, MandateKind, is_over
from provisioner.accounts.tables import Account
from provisioner.cases.finding.words import also_found_by
from provisioner.corrections.errors import NoSuchCorrection, NotCompared, NotOpen, OwnProposal
from provisioner.corrections.propose import note
from provisioner.corrections.rules import COMPARED, OF_A_MANDATE, CorrectionKind, CorrectionStatus
from provisioner.corrections.tables import Correction
from provisioner.entry.reasons import given
from provisioner.office.time import office_date
from provisioner.staff.tables import StaffMember


def confirm(session: Session, correction_id: UUID, *, compared: bool, by: StaffMember, at: datetime) -> Correction:
    """The account gets the address or mandate, and the worker the work that follows; `compared` with its paper.

    Raises NoSuchCorrection, NotOpen, OwnProposal, NotCompared, accounts.AddressHeld, accounts.OtherOwner,
    accounts.Busy, accounts.NothingToDo.
    """
    found = _open(session, correction_id)
    mark = _own(session, found, by)
    if found.kind in COMPARED and not compared:
        raise NotCompared
    # The decision before the account: the database lets no address change without it.
    _decide(
        session, found, by, at, status=CorrectionStatus.CONFIRMED, compared_with_paper=compared,
        one_person_reason=mark,
    )  # fmt: skip
    if found.kind in OF_A_MANDATE:
        _take_mandate(session, found, by, at)
    else:
        _take_address(session, found, by, at)
    return found


def reject(session: Session, correction_id: UUID, *, reason: str, by: StaffMember, at: datetime) -> Correction:
    """The account stays as it is; whoever proposed it may take it back like this, too.

    Raises ReasonMissing, NoSuchCorrection, NotOpen.
    """
    why = given(reason)
    found = _open(session, correction_id)
    _decide(session, found, by, at, status=CorrectionStatus.REJECTED, reason=why)
    note(session, found, by=by, at=at)
    return found


def _take_address(session: Session, found: Correction, by: StaffMember, at: datetime) -> None:
    account = accounts.change_address(
        session, found.account_id, before=found.former_email, after=found.email,
        alone=found.kind is CorrectionKind.ACTS_ALONE, by=by, at=at,
    )  # fmt: skip
    also_found_by(session, account.case_id, account.case_number, account.email)


def _take_mandate(session: Session, found: Correction, by: StaffMember, at: datetime) -> None:
    """Whoever acts from now on, by whose name the case is found, too; or until another day.

    A proposal may wait for days: one whose own last day is over would block the account at once. Raises NothingToDo.
    """
    if is_over(found.mandate_until, office_date(at)):
        raise accounts.NothingToDo
    account = session.get_one(Account, found.account_id)
    case_id, until, proof = account.case_id, found.mandate_until, found.mandate_proof
    if found.kind is CorrectionKind.LONGER_MANDATE:
        accounts.extend_mandate(session, case_id, until=until, proof=proof, by=by, at=at)
        return
    # The database keeps no mandate without its kind.
    granted = Granted(cast("MandateKind", found.mandate_kind), found.mandate_name, proof, until)
    accounts.record_mandate(session, case_id, granted, by=by, at=at)
    also_found_by(session, case_id, account.case_number, granted.name)


def _open(session: Session, correction_id: UUID) -> Correction:
    found = session.get(Correction, correction_id)
    if found is None:
        raise NoSuchCorrection(str(correction_id))
    if found.status is not CorrectionStatus.OPEN:
        raise _not_open(session, found)
    return found


def _own(session: Session, found: Correction, by: StaffMember) -> str:
    """The mark that confirming an own proposal leaves where the office allows it. Raises OwnProposal."""
    if found.proposed_by != by.id:
        return ""
    if office.rules(session).four_eyes:
        raise OwnProposal
    return "four_eyes off"


def _decide(session: Session, found: Correction, by: StaffMember, at: datetime, **values: object) -> None:
    decided = session.execute(
        sa.update(Correction)
        .where(Correction.id == found.id, Correction.status == CorrectionStatus.OPEN)
        .values(decided_by=by.id, decided_at=at, **values)
        .execution_options(synchronize_session=False)
    )
    session.refresh(found)
    if not decided.rowcount:  # type: ignore[attr-defined]
        raise _not_open(session, found)


def _not_open(session: Session, found: Correction) -> NotOpen:
    who = session.get(StaffMember, found.decided_by) if found.decided_by else None
    return NotOpen(found.status, who.name if who else "", found.decided_at)
