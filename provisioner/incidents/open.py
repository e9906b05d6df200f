"""Noting that login details went to the wrong person, and ending what that person can do with them, at once."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import accounts, journal, office
from provisioner.accounts.blocking.rules import BlockGround, graver
from provisioner.accounts.offers import standing_ground
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.incidents.rules import IncidentStatus, disclosed
from provisioner.incidents.tables import Incident
from provisioner.journal import Event
from provisioner.staff.tables import StaffMember


def reportable(account: Account, ground: BlockGround | None) -> bool:
    """Whether a mail of ours may have gone to somebody else; `ground` is that of the block that stands, if one does."""
    shut = account.status in (AccountStatus.BLOCKED, AccountStatus.CLOSING)
    blocked = shut and ground is not None and graver(BlockGround.WRONG_ADDRESS, than=ground)
    return (blocked or accounts.blockable(account)) and bool(account.mails_begun or account.mails_sent)


def reportable_now(session: Session, account: Account) -> bool:
    """The same, asking the database for the block."""
    return reportable(account, standing_ground(session, account))


def open_incident(session: Session, case_id: UUID, *, what: str, by: StaffMember, at: datetime) -> Incident:
    """Block the case's account so that its password dies, and note the incident; the hours of art. 33 run from now.

    Where a block stands on another ground, it is carried out anew on this one; an account that is closing is deleted
    as it would be, is told to nobody and comes back blocked if its end is undone.

    Raises ReasonMissing, accounts.NothingToDo, accounts.Busy.
    """
    account = session.scalar(sa.select(Account).where(Account.case_id == case_id))
    if account is None or not reportable_now(session, account):
        raise accounts.NothingToDo
    ask = {AccountStatus.BLOCKED: accounts.block_anew, AccountStatus.CLOSING: accounts.keep_shut}.get(
        account.status, accounts.block
    )
    ask(session, case_id, ground=BlockGround.WRONG_ADDRESS, reason=what, by=by, at=at)
    rules = office.rules(session)
    found = Incident(
        id=uuid4(), account_id=account.id, status=IncidentStatus.OPEN, what=what.strip(), sent_to=account.email,
        disclosed=[one.value for one in disclosed(rules.mail_basic_data)], opened_by=by.id, opened_at=at,
        due_at=at + timedelta(hours=rules.breach_hours),
    )  # fmt: skip
    session.add(found)
    note(session, Event.INCIDENT_OPENED, found, by=by, at=at, due=found.due_at.isoformat())
    return found


def opened_by(session: Session, case_id: UUID, staff_id: UUID) -> bool:
    """Whether this person has noted the incident of a case that nobody has assessed yet."""
    mine = sa.select(Incident.id).join(Account, Account.id == Incident.account_id)
    mine = mine.where(Account.case_id == case_id, Incident.opened_by == staff_id)
    return session.scalar(mine.where(Incident.status == IncidentStatus.OPEN).limit(1)) is not None


def note(
    session: Session,
    event: Event,
    found: Incident,
    *,
    by: StaffMember,
    at: datetime,
    values: journal.Values | None = None,
    **details: str,
) -> None:
    """One line of the journal, beside what happened to the account (P8)."""
    journal.record(
        session, event, at=at, actor=journal.staff(by.id), object_type="account", object_id=found.account_id,
        values=values, incident=str(found.id), **details,
    )  # fmt: skip
