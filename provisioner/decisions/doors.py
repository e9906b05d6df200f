"""The doors through which a verdict goes: those of the case's own purpose, or what is the same for every case."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from provisioner import accounts, applications, changes, declarations, erasures, resignations
from provisioner.applications.tables import Application
from provisioner.cases import FasterColleague, NotApprovable, OwnEntry, ReasonMissing, TakenByColleague, decide
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.cases.verdict import Verdict
from provisioner.changes.tables import ChangeOfData
from provisioner.declarations.tables import Declaration
from provisioner.erasures.tables import ErasureRequest
from provisioner.resignations.tables import Resignation
from provisioner.staff.tables import StaffMember

Door = Callable[..., Any]
APPROVALS: Mapping[type[Case], Door] = {
    Application: applications.approve,
    ChangeOfData: changes.approve,
    Declaration: declarations.approve,
    ErasureRequest: erasures.approve,
    Resignation: resignations.approve,
}
REFUSALS: Mapping[type[Case], Door] = {Application: applications.refuse}
"""Where more follows a refusal than a reason."""
STOPS = (
    FasterColleague, NotApprovable, OwnEntry, ReasonMissing, TakenByColleague, accounts.AddressHeld,
    accounts.NothingToDo, accounts.OtherOwner,
)  # fmt: skip
"""What stands against a verdict; beside it an account may be `accounts.Busy` for a moment."""


def apply(session: Session, case: Case, verdict: Verdict, *, by: StaffMember, at: datetime) -> Any:
    """Let the verdict count; gives what the door of it gives. Raises one of STOPS, or accounts.Busy."""
    kind = type(case)
    told: dict[str, Any] = {"revision": verdict.revision, "by": by, "at": at}
    if verdict.status is CaseStatus.APPROVED:
        return APPROVALS[kind](session, case.id, **told)
    if verdict.status is CaseStatus.INCOMPLETE:
        return decide.return_incomplete(session, kind, case.id, missing=verdict.reason, **told)
    if own := REFUSALS.get(kind):
        return own(session, case.id, reason=verdict.reason, **told)
    return decide.refuse(session, kind, case.id, reason=verdict.reason, **told)
