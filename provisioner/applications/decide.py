"""An approver decides an application for an account; what follows stands in the same transaction (R2, R4)."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import accounts, logins
from provisioner.accounts.mandates.rules import Granted, MandateKind
from provisioner.accounts.opening import Approved
from provisioner.accounts.tables import Account
from provisioner.applications.rules import FiledBy
from provisioner.applications.tables import Application
from provisioner.cases import decide
from provisioner.cases.tables import Case
from provisioner.database import lock
from provisioner.staff.tables import StaffMember


def approve(session: Session, application_id: UUID, *, revision: int, by: StaffMember, at: datetime) -> Account:
    """Approve: the account and the worker's task stand in the same transaction as the decision.

    Raises UnknownCase, OwnEntry, NotApprovable, FasterColleague.
    """
    application = decide.seen(session, Application, application_id, revision)
    _alone_with_the_number(session, application)
    decide.approve(session, application, revision=revision, by=by, at=at)
    return accounts.open_account(session, handed_over(application), by=by.id, at=at)


def _alone_with_the_number(session: Session, application: Application) -> None:
    """Of two owners approved at the same moment the second waits here, and sees the account of the first.

    So does whoever lets a former owner in again.
    """
    known = Case.__table__.c
    papers = sa.select(known.id).where(known.customer_number == application.customer_number)
    lock(session, papers.order_by(known.id))
    accounts.lock_number(session, application.customer_number)
    session.refresh(application, ["other_owner"])


def handed_over(application: Application) -> Approved:
    """What was approved, as the account keeps it from then on; it reads the application no more."""
    return Approved(
        case_id=application.id,
        case_number=application.number,
        login=application.reserved_login,
        customer_number=application.customer_number,
        first_name=application.first_name,
        last_name=application.last_name,
        company_name=application.company_name,
        name_key=application.name_key,
        email=application.email,
        language=application.language,
        mandate=_mandate(application),
    )


def _mandate(application: Application) -> Granted | None:
    """On what the paper was signed for the customer; it is itself the proof."""
    if application.filed_by is FiledBy.SELF:
        return None
    kind = MandateKind(application.filed_by.value)
    return Granted(kind, application.attorney_name, "", application.mandate_until)


def refuse(
    session: Session, application_id: UUID, *, revision: int, reason: str, by: StaffMember, at: datetime
) -> Application:
    """Refuse for a reason; the login reserved for it becomes free again.

    Raises UnknownCase, OwnEntry, ReasonMissing, FasterColleague.
    """
    application = decide.refuse(session, Application, application_id, revision=revision, reason=reason, by=by, at=at)
    logins.free(session, application.id)
    return application


def withdraw(
    session: Session, application_id: UUID, *, revision: int, reason: str, by: StaffMember, at: datetime
) -> Application:
    """The customer takes the application back; the login becomes free again.

    Raises UnknownCase, ReasonMissing, FasterColleague.
    """
    application = decide.withdraw(session, Application, application_id, revision=revision, reason=reason, by=by, at=at)
    logins.free(session, application.id)
    return application
