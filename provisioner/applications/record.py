"""A clerk records what the paper says (R1–R4)."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from provisioner import logins, office
from provisioner.applications.entry import Entry
from provisioner.applications.tables import Application, ClauseAnswer
from provisioner.applications.writing import changes, stem_of_entry, write
from provisioner.cases import FormWithdrawn
from provisioner.cases.record import new_case, recorded_once
from provisioner.cases.status import CaseStatus
from provisioner.forms.tables import FormEdition
from provisioner.journal import Event
from provisioner.logins import Practice
from provisioner.staff.tables import StaffMember


def record(
    session: Session,
    entry: Entry,
    *,
    edition: FormEdition,
    practice: Practice,
    form_key: UUID,
    by: StaffMember,
    at: datetime,
) -> Application:
    """Record an application: number, reserved login, deadline, answers and journal line in one transaction.

    The same form sent twice (`form_key`), even at the same moment, gives the application already recorded. Raises
    OtherContent when that says something else, FormWithdrawn when it is withdrawn, EntryProblems.
    """
    return recorded_once(
        session, Application, form_key, Event.APPLICATION_RECORDED, by=by, at=at,
        filled=lambda: _filled(session, entry, edition, practice, form_key, by, at),
        differs=lambda found: _differs(session, found, entry),
    )  # fmt: skip


def _differs(session: Session, found: Application, entry: Entry) -> object:
    if found.status is CaseStatus.WITHDRAWN:
        raise FormWithdrawn(found.id, found.number)
    return changes(session, found, entry)


def _filled(
    session: Session,
    entry: Entry,
    edition: FormEdition,
    practice: Practice,
    form_key: UUID,
    by: StaffMember,
    at: datetime,
) -> Application:
    case_id = uuid4()
    application = new_case(
        session, Application, form_key, by=by, at=at, id=case_id, edition_id=edition.id,
        proof_needed=office.rules(session).representative_proof_required,
        reserved_login=logins.reserve(session, stem_of_entry(entry, practice), case_id),
        answers=[ClauseAnswer(clause_id=clause, answer=answer) for clause, answer in entry.answers.items()],
    )  # fmt: skip
    write(session, application, entry, by, at)
    return application
