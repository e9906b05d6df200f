"""What the database tells, a statement or two for each room; the same cost however many cases there are.

A room that has something new to watch gets a function here and its place in `ROOMS`.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

import provisioner.watching.gauges as gauges
from provisioner import backups
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.agreement.listing import OPEN
from provisioner.agreement.rules import ALARMS, DIFFERENCES
from provisioner.agreement.tables import AgreementRun, Finding
from provisioner.cases.queue.open_cases import ROW, STANDS_STILL
from provisioner.cases.status import OPEN_CASES, CaseStatus
from provisioner.cases.tables import Case
from provisioner.office.time import office_date
from provisioner.outbox.kinds import Urgency
from provisioner.outbox.tables import Task
from provisioner.outside.health import WORKER
from provisioner.outside.parts import KEYCLOAK, MAIL, OBSERVER, REPORTS, STAFF_OBSERVER, VIRUSES
from provisioner.outside.tables import ComponentState
from provisioner.staff.tables import StaffSession
from provisioner.watching.gauges import Reading

PARTS = (KEYCLOAK, MAIL, OBSERVER, STAFF_OBSERVER, REPORTS, VIRUSES)
ON_THE_WAY = {KEYCLOAK: AccountStatus.APPROVED, MAIL: AccountStatus.CREATED}
IN_USE = timedelta(hours=1)
Room = Callable[[Session, datetime], Iterator[Reading]]


def stored(session: Session, now: datetime) -> list[Reading]:
    """Everything the database tells at this moment."""
    return [reading for room in ROOMS for reading in room(session, now)]


def _since(then: datetime | None, now: datetime) -> float:
    """Seconds; nothing waits where there is no moment."""
    return max(0.0, (now - then).total_seconds()) if then else 0.0


def _cases(session: Session, now: datetime) -> Iterator[Reading]:
    today = office_date(now)
    waits = sa.and_(ROW.status == CaseStatus.RECORDED, ~STANDS_STILL)
    count = sa.func.count()
    waiting, oldest, overdue, due_today, incomplete = session.execute(
        sa.select(
            count.filter(waits),
            sa.func.min(ROW.recorded_at).filter(waits),
            count.filter(waits, ROW.due_last < today),
            count.filter(waits, ROW.due_last == today),
            count.filter(ROW.status == CaseStatus.INCOMPLETE),
        )
        .select_from(Case.__table__)
        .where(ROW.status.in_(OPEN_CASES))
    ).one()
    yield Reading(gauges.WAITING, waiting)
    yield Reading(gauges.WAITING_OLDEST, _since(oldest, now))
    yield Reading(gauges.OVERDUE, overdue)
    yield Reading(gauges.DUE_TODAY, due_today)
    yield Reading(gauges.INCOMPLETE, incomplete)


def _accounts(session: Session, now: datetime) -> Iterator[Reading]:  # noqa: ARG001
    wanted = (*ON_THE_WAY.values(), AccountStatus.NEEDS_ATTENTION, AccountStatus.BLOCKING)
    rows = session.execute(
        sa.select(Account.status, Account.attention, sa.func.count())
        .where(Account.status.in_(wanted))
        .group_by(Account.status, Account.attention)
    ).all()

    def counted(status: AccountStatus) -> int:
        return sum(many for found, _, many in rows if found is status)

    reasons = {why: many for status, why, many in rows if status is AccountStatus.NEEDS_ATTENTION}
    for why in Attention:
        yield Reading(gauges.ATTENTION, reasons.get(why, 0), why)
    for part, status in ON_THE_WAY.items():
        yield Reading(gauges.ON_THE_WAY, counted(status), part)
    yield Reading(gauges.BLOCKING, counted(AccountStatus.BLOCKING))


def _work(session: Session, now: datetime) -> Iterator[Reading]:
    # The urgencies are named so that what is due is found in the index, however much waits for later.
    due, oldest = session.execute(
        sa.select(sa.func.count(), sa.func.min(Task.not_before)).where(
            Task.done_at.is_(None), Task.awaited, Task.urgency.in_(list(Urgency)), Task.not_before <= now
        )
    ).one()
    yield Reading(gauges.WORK_DUE, due)
    yield Reading(gauges.WORK_LATE, _since(oldest, now))


def _outside(session: Session, now: datetime) -> Iterator[Reading]:
    known = sa.or_(ComponentState.problem == "", _asked_for())
    states = {one.name: one for one in session.scalars(sa.select(ComponentState).where(known))}
    if worker := states.pop(WORKER, None):
        yield Reading(gauges.SILENT, _since(worker.seen_at, now))
    for part in sorted({*PARTS, *states}):
        state = states.get(part)
        yield Reading(gauges.DOWN, _since(state.since, now) if state and state.problem else 0, part)


def _asked_for() -> sa.ColumnElement[bool]:
    """Whether work waits for the part: of one that nobody will ask again no success would ever be heard."""
    return sa.exists().where(Task.done_at.is_(None), Task.problem.startswith(ComponentState.name.concat("_")))


def _agreement(session: Session, now: datetime) -> Iterator[Reading]:
    ended = sa.select(AgreementRun).where(AgreementRun.ended_at.is_not(None))
    if run := session.scalars(ended.order_by(AgreementRun.id.desc()).limit(1)).one_or_none():
        yield Reading(gauges.COMPARED_AGO, _since(run.ended_at, now))
        yield Reading(gauges.DIFFERING, run.differing)
        yield Reading(gauges.STOPPED, run.stopped)
    kind = sa.case((Finding.kind.in_(ALARMS), "alarm"), (Finding.kind.in_(DIFFERENCES), "difference"), else_="other")
    found: dict[str, int] = dict.fromkeys(("alarm", "difference", "other"), 0)
    for name, many in session.execute(sa.select(kind, sa.func.count()).where(OPEN).group_by(kind)):
        found[name] = many
    for name, many in found.items():
        yield Reading(gauges.FINDINGS, many, name)


def _staff(session: Session, now: datetime) -> Iterator[Reading]:
    used = sa.select(sa.func.count()).where(
        StaffSession.staff_id.is_not(None), StaffSession.last_seen_at > now - IN_USE
    )
    yield Reading(gauges.SESSIONS, session.scalar(used) or 0)


def _size(session: Session, now: datetime) -> Iterator[Reading]:  # noqa: ARG001
    asked = {
        "postgresql": "SELECT pg_database_size(current_database())",
        "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    }[session.get_bind().dialect.name]
    yield Reading(gauges.DATABASE_SIZE, session.scalar(sa.text(asked)) or 0)


def _backups(session: Session, now: datetime) -> Iterator[Reading]:
    yield Reading(gauges.RESTORED, backups.waits_since(session) is not None)
    if last := backups.last(session):
        yield Reading(gauges.BACKUP_AGO, _since(last.at, now))


ROOMS: tuple[Room, ...] = (_cases, _accounts, _work, _outside, _agreement, _staff, _size, _backups)
