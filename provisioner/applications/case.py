"""One case with everything its page shows: data, hindrances, account, next try and history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import office
from provisioner.accounts.listing import shown_work
from provisioner.accounts.tables import Account
from provisioner.applications.alike import AlikeCases, alike
from provisioner.applications.tables import Application
from provisioner.cases.deadlines import counted
from provisioner.cases.decide import find
from provisioner.cases.hindrances import Hindrance
from provisioner.cases.history import HistoryLine, history
from provisioner.cases.queue import Urgency, standing
from provisioner.office.working_days import Deadline
from provisioner.outbox.tables import Task


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
    alike: AlikeCases


def case(session: Session, application_id: UUID, *, today: date) -> Case:
    """The whole case. Raises UnknownCase."""
    application = find(session, Application, application_id)
    _ = application.edition.clauses
    account = session.scalar(sa.select(Account).where(Account.case_id == application.id))
    task = shown_work(session, account.id) if account else None
    rules = office.rules(session)
    group, left = standing(application, today, office.calendar(session, rules))
    ids = [str(application.id)] + ([str(account.id)] if account else [])
    return Case(
        application, group, left, application.hindrances(), account, task, history(session, ids), rules.four_eyes,
        counted(session, application), alike(session, application),
    )  # fmt: skip
