"""What stands in the database after a step, in plain rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from provisioner.accounts.blocking.tables import AccountBlock
from provisioner.accounts.mandates.tables import STANDS, Mandate
from provisioner.accounts.not_me.tables import REPORTED, NotMe
from provisioner.accounts.tables import Account
from provisioner.agreement.tables import Finding
from provisioner.cases.erased import Erasure
from provisioner.cases.tables import Case
from provisioner.corrections.tables import Correction
from provisioner.database import Database
from provisioner.incidents.tables import Incident
from provisioner.journal.tables import AuditEntry
from provisioner.outbox.tables import Task

Row = Any
"""A row, by the names of its columns."""
TABLES = {
    "cases": Case, "blocks": AccountBlock, "findings": Finding, "erasures": Erasure,
    "corrections": Correction, "incidents": Incident, "mandates": Mandate, "tasks": Task,
}  # fmt: skip
ACTING = sa.exists().where(Mandate.account_id == Account.id, STANDS)
REPORT = sa.exists().where(NotMe.account_id == Account.id, *REPORTED)


@dataclass
class Seen:
    """All that the rules and the promises ask for."""

    cases: dict[UUID, Row] = field(default_factory=dict)
    accounts: dict[UUID, Row] = field(default_factory=dict)
    """By their case."""
    blocks: Sequence[Row] = ()
    findings: Sequence[Row] = ()
    erasures: Sequence[Row] = ()
    corrections: Sequence[Row] = ()
    incidents: Sequence[Row] = ()
    mandates: Sequence[Row] = ()
    tasks: Sequence[Row] = ()
    lines: Sequence[Row] = ()
    """Of the journal, those that are new."""
    last: int = 0

    def open_tasks(self, account: Row) -> list[Row]:
        return [one for one in self.tasks if one.subject_id == account.id and one.done_at is None]


def seen(database: Database, last: int) -> Seen:
    """One consistent state; of the journal what came after the line `last`."""
    with database.reading() as session:
        rows = {name: session.execute(sa.select(table.__table__)).all() for name, table in TABLES.items()}
        new = sa.select(AuditEntry.__table__).where(AuditEntry.seq > last).order_by(AuditEntry.seq)
        lines = session.execute(new).all()
        rows["accounts"] = session.execute(
            sa.select(Account.__table__, REPORT.label("reported"), ACTING.label("acting"))
        ).all()
    cases, accounts = rows.pop("cases"), rows.pop("accounts")
    return Seen(
        {one.id: one for one in sorted(cases, key=lambda one: str(one.number))},
        {one.case_id: one for one in sorted(accounts, key=lambda one: str(one.case_number))},
        **rows, lines=lines, last=lines[-1].seq if lines else last,
    )  # fmt: skip
