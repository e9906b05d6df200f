"""An approver decides a declaration; from then on the account's customer has accepted what it says (R2, P6)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from provisioner import journal
from provisioner.accounts.state import locked_for_sure
from provisioner.accounts.tables import Account
from provisioner.applications.paper import CLAUSE
from provisioner.cases import decide
from provisioner.declarations.accepted import Accepted, accepted
from provisioner.declarations.rules import DeclarationKind
from provisioner.declarations.tables import Declaration
from provisioner.journal import Event, Values
from provisioner.staff.tables import StaffMember

EVENTS = {
    DeclarationKind.CONSENTS: Event.ACCOUNT_CONSENTS_CHANGED,
    DeclarationKind.REGULAMIN: Event.ACCOUNT_REGULAMIN_ACCEPTED,
}


def approve(session: Session, case_id: UUID, *, revision: int, by: StaffMember, at: datetime) -> Account:
    """Approve, and note at the account what changes for it; its user in the realm is not touched.

    Raises UnknownCase, OwnEntry, NotApprovable, FasterColleague.
    """
    one = decide.seen(session, Declaration, case_id, revision)
    # Of two papers approved at the same moment the second waits here, and sees what the first has changed.
    account = locked_for_sure(session, one.account_id)
    before = accepted(session, account)
    session.refresh(one, ["superseded"])
    decide.approve(session, one, revision=revision, by=by, at=at)
    journal.record(
        session, EVENTS[one.kind], at=at, actor=journal.staff(by.id), object_type="account", object_id=account.id,
        values=_changed(one, before), paper=str(one.id), edition=one.edition.code,
    )  # fmt: skip
    return account


def _changed(one: Declaration, before: Accepted) -> Values | None:
    if one.kind is DeclarationKind.REGULAMIN:
        return None
    return {
        f"{CLAUSE}{each.clause.number}": (before.answer(each.clause_id), each.answer)
        for each in sorted(one.answers, key=lambda each: each.clause.number)
    }
