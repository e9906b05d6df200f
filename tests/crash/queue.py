"""A long queue of approved accounts, made quickly."""

from datetime import UTC, datetime
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.accounts.rules import AccountStatus, TaskKind
from provisioner.accounts.tables import Account
from provisioner.applications.tables import Application, ClauseAnswer
from provisioner.cases.status import ApplicationStatus
from provisioner.database import Database
from provisioner.logins.tables import Login
from provisioner.outbox.tables import Task
from tests.factories import approved


def queue_up(database: Database, tasks: int, prefix: str = "x") -> None:
    """Approve one application and copy it until the queue is `tasks` long; logins, numbers and addresses differ."""
    with database.transaction() as session:
        number = f"9{uuid4().int % 10**9:09d}"
        address = f"q{number}@example.com"
        first = approved(session, customer_number=number, email=address, email_again=address)
        session.flush()
        pattern = dict(session.execute(sa.select(Application.__table__)).mappings().all()[-1])
        answers = session.execute(sa.select(ClauseAnswer.clause_id, ClauseAnswer.answer)).all()
        for n in range(1, tasks):
            _copy(session, pattern, answers, f"{prefix}{n}", first.approved_at)


def _copy(session: Session, pattern: dict[str, object], answers: object, login: str, approved_at: datetime) -> None:
    own = {"id": uuid4(), "number": login, "form_key": uuid4(), "email": f"{login}@example.com"}
    recorded = {"status": ApplicationStatus.RECORDED, "reserved_login": login}
    session.execute(sa.insert(Application).values({**pattern, **own, **recorded}))
    for clause, answer in answers:  # type: ignore[attr-defined]
        session.execute(sa.insert(ClauseAnswer).values(application_id=own["id"], clause_id=clause, answer=answer))
    approve = sa.update(Application).where(Application.id == own["id"]).values(status=ApplicationStatus.APPROVED)
    session.execute(approve)
    session.execute(sa.insert(Login).values(login=login, application_id=own["id"]))
    account = Account(
        id=uuid4(), application_id=own["id"], status=AccountStatus.APPROVED, login=login, approved_at=approved_at
    )
    session.add(account)
    session.flush()
    session.add(Task(account_id=account.id, kind=TaskKind.PROVISION, not_before=datetime.now(UTC)))
