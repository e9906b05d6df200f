"""Sample applications, recorded and decided through the desk's own use cases, dated around today."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import applications, forms, journal, office, staff
from provisioner.applications.rules import CustomerKind, FiledBy, ProofKind
from provisioner.applications.tables import Application
from provisioner.cases import decide
from provisioner.database import Database
from provisioner.forms.tables import FormEdition
from provisioner.local.sample_applications import SAMPLES, Fate, Sample
from provisioner.local.staff import SampleLogin
from provisioner.logins import Practice
from provisioner.office.time import office_date
from provisioner.office.working_days import Calendar
from provisioner.settings import Settings
from provisioner.staff.roles import Role
from provisioner.staff.tables import StaffMember

OPENING = time(8, 20, tzinfo=UTC)
MINUTES_APART = 11


def ensure_applications(settings: Settings, logins: list[SampleLogin]) -> int:
    """Record the samples in an empty database, all or none; gives how many were added."""
    database = Database(settings.database, info=journal.keeping(settings))
    try:
        with database.transaction() as session:
            if session.scalar(sa.select(Application.id).limit(1)):
                return 0
            _Office(session, settings, logins, datetime.now(UTC)).work()
            return len(SAMPLES)
    finally:
        database.close()


class _Office:
    """The sample staff at their desks on the days before today."""

    def __init__(self, session: Session, settings: Settings, logins: list[SampleLogin], now: datetime) -> None:
        self.session = session
        self.practice = Practice(settings.customer_number_pattern, settings.login_scheme)
        self.now = now
        self.today = office_date(now)
        self.calendar: Calendar = office.calendar(session, office.rules(session))
        self.edition: FormEdition = forms.current(session, self.today)
        issuer = f"{settings.keycloak_url}/realms/{settings.staff_realm}"
        known = {
            login: staff.signed_in(
                session, issuer=issuer, subject=login.subject, name=login.person.name, at=now, roles=login.person.roles
            )
            for login in logins
        }
        self.clerks = [member for login, member in known.items() if Role.CLERK in login.person.roles]
        self.approvers = [member for login, member in known.items() if Role.APPROVER in login.person.roles]

    def work(self) -> None:
        """Record every sample, then decide on those that were decided."""
        for place, sample in enumerate(SAMPLES):
            received = _working_days_before(self.calendar, self.today, sample.age)
            at = min(self.now, datetime.combine(received, OPENING) + timedelta(minutes=MINUTES_APART * place))
            entry = applications.read_entry(
                dict(_form(sample, received, self.edition)),
                clauses=[clause.id for clause in self.edition.clauses],
                today=self.today,
                practice=self.practice,
                # Some samples are overdue on purpose.
                last_day=lambda *_: date.max,
            )
            application = applications.record(
                self.session,
                entry,
                edition=self.edition,
                practice=self.practice,
                form_key=uuid5(NAMESPACE_URL, f"sample/{place}"),
                by=self.clerks[place % len(self.clerks)],
                at=at,
            )
            self.decide(sample, application, self.approvers[place % len(self.approvers)], at)

    def decide(self, sample: Sample, application: Application, by: StaffMember, recorded: datetime) -> None:
        """Carry out the sample's fate a day after it was recorded."""
        at = min(self.now, recorded + timedelta(days=1, hours=2))
        session, case, revision = self.session, application.id, application.revision
        match sample.fate:
            case Fate.APPROVED:
                applications.approve(session, case, revision=revision, by=by, at=at)
            case Fate.REFUSED:
                applications.refuse(session, case, revision=revision, reason=sample.reason, by=by, at=at)
            case Fate.RETURNED:
                decide.return_incomplete(
                    session, Application, case, revision=revision, missing=sample.reason, by=by, at=at
                )
            case Fate.WITHDRAWN:
                applications.withdraw(session, case, revision=revision, reason=sample.reason, by=by, at=at)


def _working_days_before(calendar: Calendar, today: date, count: int) -> date:
    """The working day from which `count` working days have passed up to today."""
    day = today
    while not calendar.is_working(day):
        day -= timedelta(days=1)
    while count:
        day -= timedelta(days=1)
        count -= calendar.is_working(day)
    return day


def _form(sample: Sample, received: date, edition: FormEdition) -> Iterator[tuple[str, str]]:
    """The form as a clerk would have keyed it."""
    postcode, _, town = sample.town.partition(" ")
    counter = sample.channel == "counter"
    yield from {
        "channel": sample.channel,
        "received_on": received.isoformat(),
        "document_date": received.isoformat(),
        "customer_number": sample.number,
        "customer_kind": CustomerKind.COMPANY if sample.company else CustomerKind.PERSON,
        "filed_by": FiledBy.ATTORNEY if sample.attorney else FiledBy.SELF,
        "attorney_name": sample.attorney,
        "proof_kind": ProofKind.POWER,
        "first_name": sample.name[0],
        "last_name": sample.name[1],
        "company_name": sample.company,
        "nip": sample.nip,
        "street": sample.street,
        "postcode": postcode,
        "town": town,
        "email": sample.email,
        "email_again": sample.email,
        "phone": sample.phone,
        "language": sample.language,
        "regulamin_signed": "yes" if sample.regulamin_signed else "no",
        "copy_handed": "yes" if counter else "",
        "original_location": f"Teczka {received:%Y}/{received:%m}",
        "note": sample.note,
    }.items()
    for clause in edition.clauses:
        yield f"clause-{clause.id}", sample.clause_2 if clause.number == 2 else "accepted"
