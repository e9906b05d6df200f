"""A clerk records which clauses a customer answers anew (R1–R4)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from provisioner.accounts.tables import Account
from provisioner.cases.record import new_case, recorded_once
from provisioner.declarations.asked import Asked
from provisioner.declarations.entry import Entry
from provisioner.declarations.tables import Declaration
from provisioner.declarations.writing import differences, write
from provisioner.journal import Event
from provisioner.staff.tables import StaffMember


def record(
    session: Session, account: Account, asked: Asked, entry: Entry, *, form_key: UUID, by: StaffMember, at: datetime
) -> Declaration:
    """Record it with number, deadline and journal line; the same form sent twice gives what is recorded already.

    Raises OtherContent.
    """
    return recorded_once(
        session, Declaration, form_key, Event.DECLARATION_RECORDED, by=by, at=at,
        filled=lambda: _filled(session, account, asked, entry, form_key, by, at),
        differs=lambda found: differences(found, entry),
    )  # fmt: skip


def _filled(
    session: Session, account: Account, asked: Asked, entry: Entry, form_key: UUID, by: StaffMember, at: datetime
) -> Declaration:
    one = new_case(
        session, Declaration, form_key, by=by, at=at, account_id=account.id, account=account, kind=asked.kind,
        edition_id=asked.edition.id, edition=asked.edition, display_name=account.display_name,
        name_key=account.name_key,
    )  # fmt: skip
    write(one, entry, by, at)
    return one
