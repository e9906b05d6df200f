"""An approver decides a resignation; the account begins to close in the same transaction (R8, P6)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from provisioner.accounts.closing.requests import Wanted, close_account, withdraw_closing
from provisioner.accounts.tables import Account
from provisioner.cases import decide
from provisioner.office.time import office_date
from provisioner.resignations.tables import Resignation
from provisioner.staff.tables import StaffMember


def approve(session: Session, case_id: UUID, *, revision: int, by: StaffMember, at: datetime) -> Account:
    """Approve: the account is closed on the day the resignation takes effect, at once where that has come.

    Raises UnknownCase, OwnEntry, NotApprovable, FasterColleague, accounts.Busy, accounts.NothingToDo.
    """
    one = decide.seen(session, Resignation, case_id, revision)
    decide.approve(session, one, revision=revision, by=by, at=at)
    wanted = Wanted(one.id, one.ground, one.effect_on or office_date(at))
    close_account(session, one.account_id, wanted, by=by, at=at)
    return one.account


def take_back(session: Session, case_id: UUID, *, reason: str, by: StaffMember, at: datetime) -> Account:
    """The customer takes an approved resignation back in writing, before the account is deleted.

    Raises UnknownCase, ReasonMissing, accounts.NothingToDo, accounts.Busy.
    """
    decide.find(session, Resignation, case_id)
    return withdraw_closing(session, case_id, reason=reason, by=by, at=at)
