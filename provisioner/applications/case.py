"""One case with everything the page shows: data, hindrances, account, next try and history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import office
from provisioner.accounts.tables import Account
from provisioner.applications.decide import hindrances_of
from provisioner.applications.tables import Application
from provisioner.applications.writing import deadline_for
from provisioner.cases.find import application_of
from provisioner.cases.hindrances import Hindrance
from provisioner.cases.queue import Urgency, standing
from provisioner.journal.events import Event
from provisioner.journal.tables import AuditEntry
from provisioner.office.working_days import Deadline
from provisioner.outbox.tables import Task
from provisioner.staff.tables import StaffMember


@dataclass(frozen=True)
class HistoryLine:
    """One event of a case; `who` is a person's name, or empty for the worker."""

    at: datetime
    who: str
    event: Event
    details: dict[str, Any]


@dataclass(frozen=True)
class Case:
    """An application, its account and open task if any, the history newest first, and how the deadline came about.

    `counted` may differ from the stored deadline when the calendar has changed since.
    """

    application: Application
    urgency: Urgency
    days_left: int
    hindrances: Sequence[Hindrance]
    account: Account | None
    task: Task | None
    history: Sequence[HistoryLine]
    four_eyes: bool
    counted: Deadline


def case(session: Session, application_id: UUID, *, today: date) -> Case:
    """The whole case. Raises UnknownApplication."""
    application = application_of(session, application_id)
    _ = application.edition.clauses
    account = session.scalar(sa.select(Account).where(Account.application_id == application.id))
    task = _open_task(session, account)
    rules = office.rules(session)
    group, left = standing(application, today, office.calendar(session, rules))
    ids = [str(application.id)] + ([str(account.id)] if account else [])
    return Case(
        application, group, left, hindrances_of(application), account, task, history(session, ids), rules.four_eyes,
        _counted(session, application),
    )  # fmt: skip


def _counted(session: Session, application: Application) -> Deadline:
    """The stored deadline explained by today's calendar; after a completion the clock started on another day."""
    found = deadline_for(session, application.received_on, application.channel)
    if found.clock_from == application.clock_from:
        return found
    return deadline_for(session, application.clock_from, application.channel)


def _open_task(session: Session, account: Account | None) -> Task | None:
    if account is None:
        return None
    return session.scalar(sa.select(Task).where(Task.account_id == account.id, Task.done_at.is_(None)))


def history(session: Session, object_ids: Sequence[str]) -> list[HistoryLine]:
    """What happened to these objects, newest first, with people's names."""
    names = {f"staff:{member.id}": member.name for member in session.scalars(sa.select(StaffMember))}
    entries = session.scalars(
        sa.select(AuditEntry)
        .where(AuditEntry.object_type.in_(("application", "account")), AuditEntry.object_id.in_(object_ids))
        .order_by(AuditEntry.seq.desc())
    )
    return [HistoryLine(entry.at, names.get(entry.actor, ""), entry.event, entry.details) for entry in entries]
