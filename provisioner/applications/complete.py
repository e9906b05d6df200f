"""Somebody corrects a recorded application, or adds what was missing from an incomplete one (R4)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

import provisioner.cases.complete as cases
from provisioner import logins
from provisioner.applications.entry import Entry
from provisioner.applications.tables import Application
from provisioner.applications.writing import changes, let_be_found, stem_of, write
from provisioner.cases.decide import seen
from provisioner.cases.moves import write_line
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
    """Correct a recorded application or complete an incomplete one; the reserved login follows what it is made of.

    Raises UnknownCase, FasterColleague, EntryProblems.
    """
    application = seen(session, Application, application_id, revision)
    stem = stem_of(application, practice)

    def say() -> None:
        write(session, application, entry, by, at)
        for answer in application.answers:
            answer.answer = entry.answers[answer.clause_id]

    cases.complete(
        session, application, revision=revision, completed_on=entry.completed_on,
        date_reason=entry.date_reason, by=by, at=at,
        differs=lambda: changes(session, application, entry),
        write=say,
    )  # fmt: skip
    if practice.foreseeable and stem != stem_of(application, practice):
        _other_login(session, application, practice)
        write_line(
            session, Event.APPLICATION_LOGIN_CHANGED, application, by=by, at=at, due=application.due_last.isoformat()
        )
    return application


def _other_login(session: Session, application: Application, practice: Practice) -> None:
    logins.free(session, application.id)
    application.reserved_login = logins.reserve(session, stem_of(application, practice), application.id)
    let_be_found(application)
