"""Which cases are to be erased and when: refused, withdrawn and abandoned ones, and those whose account has ended."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import office
from provisioner.accounts.rules import ENDED
from provisioner.accounts.tables import Account
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.journal.tables import AuditEntry
from provisioner.office import OfficeRules
from provisioner.privacy.asked import asked_for
from provisioner.privacy.held import at_work, held
from provisioner.privacy.rules import CLOSED, Due, Ground, days

AT_ONCE = 500


def due(session: Session, until: datetime, rules: OfficeRules | None = None) -> Iterator[Due]:
    """Every case that may be erased until then, what somebody asked for first; `until` may lie ahead.

    Left out is what work still waits for, and what is held back. Other `rules` than those in force tell what would be.
    """
    rules = rules or office.rules(session)
    yield from asked_for(session, until, timedelta(days=days(rules, Ground.ANSWERED)))
    lives = {ground: timedelta(days=days(rules, ground)) for ground in CLOSED}
    grounds = {status: ground for ground, status in CLOSED.items()}
    for row in session.execute(_closed({CLOSED[ground]: until - life for ground, life in lives.items()})).all():
        ground = grounds[row.status]
        yield Due(row.id, row.number, ground, row.decided_at, row.decided_at + lives[ground])
    yield from _ended(session, until, timedelta(days=days(rules, Ground.ENDED)))


def last_lines(session: Session, account_ids: Sequence[UUID]) -> dict[UUID, datetime]:
    """When the journal spoke of each of these accounts for the last time."""
    names = [str(one) for one in account_ids]
    last = (
        sa.select(sa.func.max(AuditEntry.seq))
        .where(AuditEntry.object_type == "account", AuditEntry.object_id.in_(names))
        .group_by(AuditEntry.object_id)
    )
    rows = session.execute(sa.select(AuditEntry.object_id, AuditEntry.at).where(AuditEntry.seq.in_(last)))
    return {UUID(name): at for name, at in rows}


def _closed(until: Mapping[CaseStatus, datetime]) -> sa.Select[UUID, str, CaseStatus, datetime]:
    case = Case.__table__.c
    chosen: sa.Select[UUID, str, CaseStatus, datetime] = sa.select(case.id, case.number, case.status, case.decided_at)
    over = sa.or_(*(sa.and_(case.status == status, case.decided_at <= at) for status, at in until.items()))
    return chosen.where(over, ~at_work(case.id), ~held(case.id)).order_by(case.decided_at, case.id)


def _ended(session: Session, until: datetime, life: timedelta) -> Iterator[Due]:
    ended = sa.select(Account.id, Account.case_id, Account.case_number, Account.approved_at).where(
        Account.status.in_(ENDED), Account.approved_at <= until - life, ~at_work(Account.id, Account.case_id),
        ~held(Account.__table__.c.case_id),
    )  # fmt: skip
    rows = session.execute(ended.order_by(Account.approved_at, Account.id)).all()
    for first in range(0, len(rows), AT_ONCE):
        some = rows[first : first + AT_ONCE]
        last = last_lines(session, [row.id for row in some])
        for row in some:
            since = last.get(row.id, row.approved_at)
            if since <= until - life:
                yield Due(row.case_id, row.case_number, Ground.ENDED, since, since + life)
