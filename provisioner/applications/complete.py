"""Somebody corrects a recorded application, or adds what was missing from an incomplete one (R4)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from provisioner import logins
from provisioner.applications.entry import Entry
from provisioner.applications.tables import Application
from provisioner.applications.writing import changes, let_be_found, stem_of, write
from provisioner.cases.deadlines import clock_start, count_from
from provisioner.cases.decide import seen
from provisioner.cases.moves import take_up, write_line
from provisioner.cases.status import CaseStatus
from provisioner.journal import Event
from provisioner.logins import Practice
from provisioner.staff.tables import StaffMember


def complete(
    session: Session,
    application_id: UUID,
    entry: Entry,
    *,
    revision: int,
    practice: Practice,
    by: StaffMember,
    at: datetime,
) -> Application:
    """Correct a recorded application or complete an incomplete one.

    On completion the clock starts again on the day the missing part arrived, because the rule speaks of a correctly
    filled application (R4); a later correction keeps that day. The journal names the fields that
    changed; what they said stands beside it.
    Raises UnknownCase, FasterColleague.
    """
    application = seen(session, Application, application_id, revision)
    was_incomplete = application.status is CaseStatus.INCOMPLETE
    take_up(session, application, revision=revision)
    filed, stem = (application.received_on, application.channel), stem_of(application, practice)
    changed = changes(application, entry)
    write(application, entry, by, at)
    if was_incomplete:
        application.completed_on = entry.completed_on
    if was_incomplete or filed != (application.received_on, application.channel):
        count_from(session, application, clock_start(application.received_on, application.completed_on))
    for answer in application.answers:
        answer.answer = entry.answers[answer.clause_id]
    application.missing = ""
    session.flush()
    event = Event.APPLICATION_COMPLETED if was_incomplete else Event.APPLICATION_CORRECTED
    due = application.due_last.isoformat()
    write_line(session, event, application, by=by, at=at, values=changed, due=due, changed=list(changed))
    if practice.foreseeable and stem != stem_of(application, practice):
        _other_login(session, application, practice)
        write_line(session, Event.APPLICATION_LOGIN_CHANGED, application, by=by, at=at, due=due)
    return application


def _other_login(session: Session, application: Application, practice: Practice) -> None:
    logins.free(session, application.id)
    application.reserved_login = logins.reserve(session, stem_of(application, practice), application.id)
    let_be_found(application)
