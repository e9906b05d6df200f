"""An approver decides: a conditional UPDATE on the status, the journal and, for an approval, the work (R2, R4)."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import journal, office, outbox
from provisioner.accounts.rules import AccountStatus, TaskKind
from provisioner.accounts.tables import Account
from provisioner.applications.rules import ClauseMark, hindrances
from provisioner.applications.tables import Application
from provisioner.cases.errors import NotApprovable, OwnEntry, ReasonMissing
from provisioner.cases.find import application_of, conflict
from provisioner.cases.hindrances import Hindrance
from provisioner.cases.status import APPLICATION_MOVES, ApplicationStatus
from provisioner.journal.events import Event
from provisioner.logins.register import free
from provisioner.staff.tables import StaffMember

LONGEST_REASON = 2000


def hindrances_of(application: Application) -> list[Hindrance]:
    """What makes approving this application impossible, in the order of the paper (P7)."""
    marks = sorted(
        (ClauseMark(a.clause.number, a.clause.required, a.answer) for a in application.answers),
        key=lambda mark: mark.number,
    )
    return hindrances(
        marks,
        regulamin_signed=application.regulamin_signed,
        channel=application.channel,
        copy_handed=application.copy_handed_at is not None,
    )


def approve(
    session: Session, application_id: UUID, *, revision: int, by: StaffMember, at: datetime, undo_window: timedelta
) -> Account:
    """Approve: the account and the worker's task stand in the same transaction as the decision.

    Raises UnknownApplication, OwnEntry, NotApprovable, FasterColleague.
    """
    application = _unchanged(session, application_id, revision)
    _not_ones_own(session, application, by)
    if found := hindrances_of(application):
        raise NotApprovable(found)
    _move(session, application, ApplicationStatus.APPROVED, revision, by, at)
    account = Account(
        id=uuid4(), application_id=application.id, application=application, status=AccountStatus.APPROVED,
        login=application.reserved_login, approved_at=at,
    )  # fmt: skip
    session.add(account)
    session.flush()
    outbox.put(session, account.id, TaskKind.PROVISION, at + undo_window)
    _journal(session, Event.APPLICATION_APPROVED, application, by, at)
    return account


def refuse(
    session: Session, application_id: UUID, *, revision: int, reason: str, by: StaffMember, at: datetime
) -> Application:
    """Refuse for a reason; the login reserved for it becomes free again.

    Raises UnknownApplication, OwnEntry, ReasonMissing, FasterColleague.
    """
    application = _unchanged(session, application_id, revision)
    _not_ones_own(session, application, by)
    _move(session, application, ApplicationStatus.REFUSED, revision, by, at, decision_reason=_given(reason))
    free(session, application.id)
    _journal(session, Event.APPLICATION_REFUSED, application, by, at)
    return application


def return_incomplete(
    session: Session, application_id: UUID, *, revision: int, missing: str, by: StaffMember, at: datetime
) -> Application:
    """Send back for completion, naming what is missing. Raises UnknownApplication, ReasonMissing, FasterColleague."""
    application = _unchanged(session, application_id, revision)
    _move(session, application, ApplicationStatus.INCOMPLETE, revision, by, at, missing=_given(missing))
    _journal(session, Event.APPLICATION_RETURNED, application, by, at)
    return application


def withdraw(
    session: Session, application_id: UUID, *, revision: int, reason: str, by: StaffMember, at: datetime
) -> Application:
    """The customer takes the application back. Raises UnknownApplication, ReasonMissing, FasterColleague."""
    application = _unchanged(session, application_id, revision)
    _move(session, application, ApplicationStatus.WITHDRAWN, revision, by, at, decision_reason=_given(reason))
    free(session, application.id)
    _journal(session, Event.APPLICATION_WITHDRAWN, application, by, at)
    return application


def _unchanged(session: Session, application_id: UUID, revision: int) -> Application:
    application = application_of(session, application_id)
    if application.revision != revision:
        raise conflict(session, application)
    return application


def _given(reason: str) -> str:
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise ReasonMissing
    return reason


def _not_ones_own(session: Session, application: Application, by: StaffMember) -> None:
    if application.is_own_of(by.id) and office.rules(session).four_eyes:
        raise OwnEntry


def _move(
    session: Session,
    application: Application,
    to: ApplicationStatus,
    revision: int,
    by: StaffMember,
    at: datetime,
    **values: str,
) -> None:
    """The one door that changes an application's status; the database decides who was first."""
    sources = [status for status, moves in APPLICATION_MOVES.items() if to in moves]
    if to is not ApplicationStatus.INCOMPLETE:
        values["one_person_reason"] = "four_eyes off" if application.is_own_of(by.id) else ""
    changed = session.execute(
        sa.update(Application)
        .where(Application.id == application.id, Application.status.in_(sources), Application.revision == revision)
        .values(status=to, revision=revision + 1, decided_by=by.id, decided_at=at, **values)
        .execution_options(synchronize_session=False)
    )
    if not changed.rowcount:  # type: ignore[attr-defined]
        raise conflict(session, application)
    session.refresh(application)


def _journal(session: Session, event: Event, application: Application, by: StaffMember, at: datetime) -> None:
    journal.record(
        session, event, at=at, actor=journal.staff(by.id), object_type="application", object_id=application.id
    )
