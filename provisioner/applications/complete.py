"""Somebody corrects a recorded application, or adds what was missing from an incomplete one (R4)."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import journal
from provisioner.applications.entry import Entry
from provisioner.applications.tables import Application
from provisioner.applications.writing import count_from, login_stem, write
from provisioner.cases.find import application_of, conflict
from provisioner.cases.status import OPEN_APPLICATIONS, ApplicationStatus
from provisioner.journal.events import Event
from provisioner.logins.register import free, reserve
from provisioner.logins.rules import Scheme
from provisioner.staff.tables import StaffMember


def complete(
    session: Session,
    application_id: UUID,
    entry: Entry,
    *,
    revision: int,
    completed_on: date,
    scheme: Scheme,
    by: StaffMember,
    at: datetime,
) -> Application:
    """Correct a recorded application or complete an incomplete one.

    On completion the clock starts again on the day the missing part arrived, because the rule speaks of a correctly
    filled application (R4); a later correction keeps that day. Raises UnknownApplication, FasterColleague.
    """
    application = application_of(session, application_id)
    if application.revision != revision or application.status not in OPEN_APPLICATIONS:
        raise conflict(session, application)
    was_incomplete = application.status is ApplicationStatus.INCOMPLETE
    filed, stem = (application.received_on, application.channel), login_stem(application, scheme)
    _claim_revision(session, application)
    write(application, entry, by, at)
    if was_incomplete:
        application.completed_on = completed_on
    if was_incomplete or filed != (application.received_on, application.channel):
        count_from(session, application, max(entry.received_on, application.completed_on or entry.received_on))
    for answer in application.answers:
        answer.answer = entry.answers[answer.clause_id]
    application.missing = ""
    session.flush()
    event = Event.APPLICATION_COMPLETED if was_incomplete else Event.APPLICATION_CORRECTED
    _journal(session, event, application, by, at)
    if scheme != "generated" and stem != login_stem(application, scheme):
        free(session, application.id)
        application.reserved_login = reserve(session, login_stem(application, scheme), application.id)
        _journal(session, Event.APPLICATION_LOGIN_CHANGED, application, by, at)
    return application


def _claim_revision(session: Session, application: Application) -> None:
    changed = session.execute(
        sa.update(Application)
        .where(Application.id == application.id, Application.revision == application.revision)
        .values(revision=Application.revision + 1, status=ApplicationStatus.RECORDED)
        .execution_options(synchronize_session=False)
    )
    if not changed.rowcount:  # type: ignore[attr-defined]
        raise conflict(session, application)
    session.refresh(application)


def _journal(session: Session, event: Event, application: Application, by: StaffMember, at: datetime) -> None:
    journal.record(
        session, event, at=at, actor=journal.staff(by.id), object_type="application", object_id=application.id,
        due=application.due_last.isoformat(),
    )  # fmt: skip
