"""A clerk records what the paper says; later somebody adds what was missing (R1–R4)."""

from datetime import date, datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import audit, office
from provisioner.applications.entry import Entry
from provisioner.applications.find import application_of, conflict
from provisioner.applications.logins import reserve
from provisioner.deadlines import Deadline, deadline
from provisioner.domain.application import ApplicationStatus, Channel
from provisioner.domain.events import Event
from provisioner.domain.login import Scheme, fold, stem
from provisioner.domain.office_time import office_date
from provisioner.models import Application, CaseNumber, ClauseAnswer, FormEdition, StaffMember

COPIED = (
    "channel", "document_date", "received_on", "customer_number", "customer_kind", "filed_by", "attorney_name",
    "first_name", "last_name", "company_name", "nip", "street", "postcode", "town", "email", "phone", "language",
    "regulamin_signed", "original_location", "note",
)  # fmt: skip


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

    The same form sent twice (`form_key`) gives the application already recorded.
    """
    if found := session.scalar(sa.select(Application).where(Application.form_key == form_key)):
        return found
    application = Application(
        id=uuid4(), form_key=form_key, status=ApplicationStatus.RECORDED, edition_id=edition.id, number="",
        reserved_login="", recorded_at=at, recorded_by=by.id, recorder=by,
    )  # fmt: skip
    _copy(application, entry, by, at)
    _count_from(session, application, entry.received_on)
    application.number = _next_number(session, office_date(at).year)
    session.add(application)
    with session.no_autoflush:
        application.answers = _answers(entry)
    session.flush()
    application.reserved_login = reserve(session, login_stem(entry, scheme), application.id)
    audit.record(
        session, Event.APPLICATION_RECORDED, at=at, actor=audit.staff(by.id), object_type="application",
        object_id=application.id, channel=entry.channel, due=application.due_last.isoformat(),
        login=application.reserved_login,
    )  # fmt: skip
    return application


def complete(
    session: Session,
    application_id: UUID,
    entry: Entry,
    *,
    revision: int,
    completed_on: date,
    by: StaffMember,
    at: datetime,
) -> Application:
    """Correct a recorded application or complete an incomplete one.

    On completion the clock starts again on the day the missing part arrived, because the rule speaks of a correctly
    filled application (seed R4). Raises UnknownApplication, FasterColleague.
    """
    application = application_of(session, application_id)
    open_for_change = (ApplicationStatus.RECORDED, ApplicationStatus.INCOMPLETE)
    if application.revision != revision or application.status not in open_for_change:
        raise conflict(session, application)
    was_incomplete = application.status is ApplicationStatus.INCOMPLETE
    start = max(completed_on, entry.received_on) if was_incomplete else entry.received_on
    _claim_revision(session, application)
    _copy(application, entry, by, at)
    _count_from(session, application, start)
    for answer in application.answers:
        answer.answer = entry.answers[answer.clause_id]
    application.completed_by, application.missing = by.id, ""
    session.flush()
    event = Event.APPLICATION_COMPLETED if was_incomplete else Event.APPLICATION_CORRECTED
    audit.record(
        session, event, at=at, actor=audit.staff(by.id), object_type="application", object_id=application.id,
        due=application.due_last.isoformat(),
    )  # fmt: skip
    return application


def login_stem(entry: Entry, scheme: Scheme) -> str:
    """The login this entry leads to, without an ordinal."""
    return stem(scheme, customer_number=entry.customer_number, first_name=entry.first_name, last_name=entry.last_name)


def deadline_for(session: Session, start: date, channel: Channel) -> Deadline:
    """The deadline of a filing on `start`, by the rules and the calendar in force."""
    rules = office.rules(session)
    return deadline(start, channel, office.calendar(session, rules), rules.deadline)


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


def _copy(application: Application, entry: Entry, by: StaffMember, at: datetime) -> None:
    for name in COPIED:
        setattr(application, name, getattr(entry, name))
    application.email_key = entry.email.casefold()
    application.name_key = fold(entry.company_name or f"{entry.last_name} {entry.first_name}")[:255]
    if not entry.copy_handed:
        application.copy_handed_at = application.copy_handed_by = None
    elif application.copy_handed_at is None:
        application.copy_handed_at, application.copy_handed_by = at, by.id


def _count_from(session: Session, application: Application, start: date) -> None:
    due = deadline_for(session, start, application.channel)
    application.clock_from, application.due_first, application.due_last = due.clock_from, due.first, due.last


def _answers(entry: Entry) -> list[ClauseAnswer]:
    return [ClauseAnswer(clause_id=clause, answer=answer) for clause, answer in entry.answers.items()]


def _next_number(session: Session, year: int) -> str:
    last = session.execute(
        sa.update(CaseNumber)
        .where(CaseNumber.year == year)
        .values(last=CaseNumber.last + 1)
        .returning(CaseNumber.last)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if last is None:
        session.add(CaseNumber(year=year, last=1))
        session.flush()
        last = 1
    return f"{year}/{last:06d}"
