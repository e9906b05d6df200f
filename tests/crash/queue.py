"""A long queue of approved accounts, made quickly."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import accounts
from provisioner.accounts.opening import Approved
from provisioner.applications.decide import handed_over
from provisioner.applications.tables import Application, ClauseAnswer
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.database import Database
from provisioner.logins.tables import Login
from tests.factories import approved


@dataclass(frozen=True)
class Pattern:
    """The rows of one approved application, to be copied."""

    case: Mapping[str, Any]
    application: Mapping[str, Any]
    answers: Mapping[int, Any]
    approved: Approved


def queue_up(database: Database, tasks: int, prefix: str = "x") -> None:
    """Approve one application and copy it until the queue is `tasks` long; logins, numbers and addresses differ."""
    with database.transaction() as session:
        number = f"9{uuid4().int % 10**9:09d}"
        address = f"q{number}@example.com"
        first = approved(session, customer_number=number, email=address, email_again=address)
        session.flush()
        pattern = pattern_of(session, first.case_id)
        for n in range(1, tasks):
            _copy(session, pattern, f"{prefix}{n}")


def pattern_of(session: Session, case_id: UUID) -> Pattern:
    """The rows of this approved application."""
    application = session.get_one(Application, case_id)
    case, own = (
        dict(session.execute(sa.select(table).where(table.c.id == application.id)).mappings().one())
        for table in (Case.__table__, Application.__table__)
    )
    return Pattern(case, own, {one.clause_id: one.answer for one in application.answers}, handed_over(application))


def _copy(session: Session, pattern: Pattern, login: str) -> None:
    case_id, email = uuid4(), f"{login}@example.com"
    recorded = {"id": case_id, "number": login, "form_key": uuid4(), "status": CaseStatus.RECORDED}
    session.execute(sa.insert(Case.__table__).values({**pattern.case, **recorded}))  # type: ignore[arg-type]
    own = {"id": case_id, "email": email, "reserved_login": login}
    session.execute(sa.insert(Application.__table__).values({**pattern.application, **own}))  # type: ignore[arg-type]
    for clause, answer in pattern.answers.items():
        session.execute(sa.insert(ClauseAnswer).values(application_id=case_id, clause_id=clause, answer=answer))
    session.execute(sa.insert(Login).values(login=login, case_id=case_id))
    session.execute(sa.update(Case).where(Case.id == case_id).values(status=CaseStatus.APPROVED))
    values = {**vars(pattern.approved), "case_id": case_id, "case_number": login, "login": login, "email": email}
    now = datetime.now(UTC)
    accounts.open_account(session, Approved(**values), by=pattern.case["decided_by"], at=now)
