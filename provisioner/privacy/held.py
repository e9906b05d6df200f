"""What keeps a case from being erased for now: open work, its own hold, an incident nobody has assessed, the hold of
the case whose account it changes.
"""

from collections.abc import Iterator
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from provisioner.accounts.tables import Account
from provisioner.cases.holds.holding import held_back
from provisioner.cases.tables import Case
from provisioner.incidents.rules import IncidentStatus
from provisioner.incidents.tables import Incident
from provisioner.outbox.tables import Task
from provisioner.privacy.belongings import declared
from provisioner.scans.kinds import CHECK_SCAN


def at_work(*subjects: UUID | sa.ColumnElement[UUID] | InstrumentedAttribute[UUID]) -> sa.ColumnElement[bool]:
    """Whether work on one of these is still open; a scan that waits for a silent virus scanner keeps nothing back."""
    open_work = (Task.done_at.is_(None), Task.kind != CHECK_SCAN.name)
    return sa.exists().where(Task.subject_id.in_(subjects), *open_work)


def held(case_id: sa.ColumnElement[UUID]) -> sa.ColumnElement[bool]:
    """Whether the case must not be erased for now."""
    return sa.or_(
        held_back(case_id),
        _unassessed(case_id),
        *(_holds_account(case_id, table, name) for table, name in _on_accounts()),
    )


def _unassessed(case_id: sa.ColumnElement[UUID]) -> sa.ColumnElement[bool]:
    """Whether nobody has said yet what became of a mail that went astray (art. 33 GDPR)."""
    incident, account = Incident.__table__.alias(), Account.__table__.alias()
    return sa.exists().where(
        account.c.case_id == case_id, incident.c.account_id == account.c.id,
        incident.c.status == IncidentStatus.OPEN.value,
    )  # fmt: skip


def _holds_account(case_id: sa.ColumnElement[UUID], table: sa.Table, name: str) -> sa.ColumnElement[bool]:
    paper, account = table.alias(), Account.__table__.alias()
    return sa.exists().where(paper.c.id == case_id, account.c.id == paper.c[name], held_back(account.c.case_id))


def _on_accounts() -> Iterator[tuple[sa.Table, str]]:
    """Purposes whose papers are about an account, and the column that says about which."""
    for table, said in declared().items():
        if "id" in said.of and _leads_to(Case.__table__, table, "id"):
            yield from ((table, name) for name in said.of if _leads_to(Account.__table__, table, name))


def _leads_to(there: sa.FromClause, table: sa.Table, name: str) -> bool:
    return any(key.column.table is there for key in table.foreign_keys if key.parent.name == name)
