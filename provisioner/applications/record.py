"""A clerk records what the paper says (R1–R4)."""

from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from provisioner import journal
from provisioner.applications.entry import Entry
from provisioner.applications.tables import Application, ClauseAnswer
from provisioner.applications.writing import count_from, login_stem, write
from provisioner.cases.numbers import next_number
from provisioner.cases.status import ApplicationStatus
from provisioner.database import constraint_of
from provisioner.forms.tables import FormEdition
from provisioner.journal.events import Event
from provisioner.logins.register import reserve
from provisioner.logins.rules import Scheme
from provisioner.office.time import office_date
from provisioner.staff.tables import StaffMember

FORM_KEY = ("uq_application_form_key", "application.form_key")
"""The constraint by which the databases know a form that was sent twice."""


def record(
    session: Session,
    entry: Entry,
    *,
    edition: FormEdition,
    scheme: Scheme,
    form_key: UUID,
    by: StaffMember,
    at: datetime,
) -> Application:
    """Record an application: number, reserved login, deadline, answers and journal line in one transaction.

    The same form sent twice (`form_key`), even at the same moment, gives the application already recorded.
    """
    if found := _already(session, form_key):
        return found
    application = Application(
        id=uuid4(), form_key=form_key, status=ApplicationStatus.RECORDED, edition_id=edition.id, recorded_at=at,
        number=next_number(session, office_date(at).year), reserved_login="", recorded_by=by.id, recorder=by,
        answers=[ClauseAnswer(clause_id=clause, answer=answer) for clause, answer in entry.answers.items()],
    )  # fmt: skip
    write(application, entry, by, at)
    count_from(session, application, entry.received_on)
    if earlier := _add(session, application):
        return earlier
    application.reserved_login = reserve(session, login_stem(entry, scheme), application.id)
    journal.record(
        session, Event.APPLICATION_RECORDED, at=at, actor=journal.staff(by.id), object_type="application",
        object_id=application.id, channel=entry.channel, due=application.due_last.isoformat(),
    )  # fmt: skip
    return application


def _already(session: Session, form_key: UUID) -> Application | None:
    return session.scalar(sa.select(Application).where(Application.form_key == form_key))


def _add(session: Session, application: Application) -> Application | None:
    """Add it; gives the one that the same form has made meanwhile instead, if there is one."""
    try:
        with session.begin_nested():
            session.add(application)
    except IntegrityError as error:
        if constraint_of(error) not in FORM_KEY:
            raise
        return _already(session, application.form_key)
    return None
