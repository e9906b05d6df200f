"""The one door through which a case is erased: its rows go, number, dates, ground and who acted stay (P8)."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import incidents, journal, logins
from provisioner.accounts.rules import ENDED
from provisioner.accounts.tables import Account
from provisioner.audit.filters import OF_A_CASE
from provisioner.cases.erased import ErasedObject, Erasure
from provisioner.cases.locking import lock_cases
from provisioner.cases.moves import OBJECT
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.database import lock
from provisioner.journal import Event
from provisioner.privacy.belongings import belonging, remove
from provisioner.privacy.due import due, last_lines
from provisioner.privacy.held import at_work, held
from provisioner.privacy.remembered import Remembered, hashed, keeper, remember
from provisioner.privacy.rules import Ground

CASE, ACCOUNT = Case.__table__, Account.__table__
FACTS = (
    "number",
    "purpose",
    "status",
    "channel",
    "branch",
    "received_on",
    "recorded_at",
    "recorded_by",
    "decided_at",
    "decided_by",
)


class NotDue(Exception):
    """The case was changed meanwhile, is still worked on, held back, or gone; nothing was erased."""


def erase_due(session: Session, now: datetime, most: int) -> int:
    """Erase up to `most` cases whose time is over; gives how many. Raises NoList."""
    keeper(session)
    erased = 0
    for one in list(due(session, now)):
        if erased == most:
            break
        try:
            # What somebody has decided stands, whatever the account has gone through since.
            since = None if one.ground is Ground.REQUESTED else one.since
            erase(session, one.case_id, one.ground, at=now, actor=one.by, since=since)
        except NotDue:
            continue
        erased += 1
    return erased


def erase(
    session: Session, case_id: UUID, ground: Ground, *, at: datetime, actor: str, since: datetime | None = None
) -> None:
    """Erase a case with all that stands on it.

    `since` is when what makes it due happened: anything that happened after it stops this. What came back with a
    backup is erased wherever it stands. Raises NotDue, NoList.
    """
    ids = _locked(session, case_id)
    if ground is not Ground.RESTORED:
        _check(session, case_id, ids, since, on_account=ground is not Ground.ANSWERED)
    cases = _note(session, ids, ground, at=at, actor=actor)
    incidents.keep_past(session, ids)
    journal.forget(session, OF_A_CASE, [str(one) for one in ids])
    remove(session, ids)
    for case in cases:
        seals = logins.seal(session, keeper(session), [case.case_id])
        remember(session, Remembered(hashed(session, case.case_id), tuple(seals)))
        journal.record(
            session, Event.CASE_ERASED, at=at, actor=actor, object_type=OBJECT, object_id=case.case_id,
            number=case.number, ground=ground,
        )  # fmt: skip


def _locked(session: Session, case_id: UUID) -> set[UUID]:
    """The case and all that stands on it, with nobody else at case or account until this transaction ends."""
    session.flush()
    if not lock_cases(session, [case_id]):
        raise NotDue
    ids = belonging(session, case_id)
    for table in (CASE, ACCOUNT):
        lock(session, sa.select(table.c.id).where(table.c.id.in_(ids)).order_by(table.c.id))
    return ids


def _check(session: Session, case_id: UUID, ids: set[UUID], since: datetime | None, *, on_account: bool) -> None:
    states = session.scalars(sa.select(CASE.c.status).where(CASE.c.id.in_(ids))).all()
    accounts = session.execute(sa.select(ACCOUNT.c.id, ACCOUNT.c.status).where(ACCOUNT.c.id.in_(ids))).all()
    own = session.execute(sa.select(CASE.c.status, CASE.c.decided_at).where(CASE.c.id == case_id)).one()
    last = max(last_lines(session, [one.id for one in accounts]).values(), default=own.decided_at)
    if CaseStatus.RECORDED in states or any(one.status not in ENDED for one in accounts):
        raise NotDue
    if (own.status is CaseStatus.APPROVED and on_account) != bool(accounts) or (since is not None and last > since):
        raise NotDue
    if session.scalar(sa.select(sa.or_(at_work(*ids), *(held(sa.literal(one, sa.Uuid())) for one in ids)))):
        raise NotDue


def _note(session: Session, ids: set[UUID], ground: Ground, *, at: datetime, actor: str) -> list[Erasure]:
    """What stays of each case; the database wants it first."""
    accounts = {
        row.case_id: row
        for row in session.execute(
            sa.select(ACCOUNT.c.case_id, ACCOUNT.c.status, ACCOUNT.c.activated_at).where(ACCOUNT.c.id.in_(ids))
        )
    }
    noted = []
    for row in session.execute(sa.select(CASE).where(CASE.c.id.in_(ids)).order_by(CASE.c.number)):
        account = accounts.get(row.id)
        facts = {name: getattr(row, name) for name in FACTS}
        one = Erasure(
            case_id=row.id, **facts, account=account.status if account else "",
            activated_at=account.activated_at if account else None, ground=ground, erased_at=at, erased_by=actor,
        )  # fmt: skip
        noted.append(one)
    session.add_all(noted)
    session.flush()
    main = noted[0].case_id
    cases = {one.case_id for one in noted}
    session.add_all(
        ErasedObject(object_id=str(one), case_id=one if one in cases else main) for one in sorted(ids, key=str)
    )
    session.flush()
    return noted
