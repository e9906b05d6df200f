"""Papers for the promises, and somebody with the database's password who tries to get round the desk."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from provisioner import applications
from provisioner.accounts.tables import Account
from provisioner.applications.tables import Application
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.database import Database
from tests.factories import NOW, member, recorded


def record(database: Database, **changed: Any) -> Application:
    with database.transaction() as session:
        return recorded(session, **changed)


def approve(database: Database, application_id: UUID, by: str = "Barbara Lis") -> Account:
    with database.transaction() as session:
        return applications.approve(session, application_id, revision=1, by=member(session, by), at=NOW)


def withdraw(database: Database, application_id: UUID) -> None:
    with database.transaction() as session:
        applications.withdraw(
            session, application_id, revision=1, reason="na prośbę", by=member(session, "Anna Nowak"), at=NOW
        )


def approve_by_sql(database: Database, application_id: UUID) -> None:
    with database.transaction() as session:
        other = member(session, "Somebody Else")
        decision = sa.update(Case).where(Case.id == application_id)
        session.execute(decision.values(status=CaseStatus.APPROVED, decided_by=other.id))


def by_sql(database: Database, statement: str, case: UUID | None = None) -> None:
    """Run a statement; `:case` in it is the case's id as this database keeps ids."""
    given = {} if case is None else {"case": case.hex if database.engine.dialect.name == "sqlite" else case}
    with database.transaction() as session:
        session.execute(sa.text(statement), given)


def status(database: Database, application_id: UUID) -> CaseStatus:
    with database.reading() as session:
        return session.get_one(Application, application_id).status
