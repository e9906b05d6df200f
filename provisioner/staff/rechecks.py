"""One request at a time asks the staff realm about a session, because a refresh token works once.

Whoever asks holds a lease in the session's row; what comes of it is written only while the lease is still theirs.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.staff.tables import StaffSession

LEASE = timedelta(seconds=30)
"""Longer than the realm is waited for; a process killed while asking holds up nobody for longer."""


def begin(session: Session, id_hash: str, *, since: datetime, at: datetime) -> str | None:
    """Take the lease; gives the sealed refresh token, or an empty text where the session holds none.

    None while another request asks, when one has asked after `since`, and when the session is gone.
    """
    free = sa.or_(StaffSession.asking_until.is_(None), StaffSession.asking_until < at)
    wanted = (StaffSession.id_hash == id_hash, StaffSession.confirmed_at <= since, free)
    taken = sa.update(StaffSession).where(*wanted).values(asking_until=at + LEASE)
    row = session.execute(_plain(taken).returning(StaffSession.refresh_token)).one_or_none()
    return None if row is None else row[0] or ""


def confirm(
    session: Session, id_hash: str, *, asked_at: datetime, roles: Iterable[str], refresh_token: str, at: datetime
) -> bool:
    """The realm still knows the person: keep the roles of now and the next token. False when the session is gone."""
    return _finish(
        session, id_hash, asked_at, roles=list(roles), refresh_token=refresh_token, confirmed_at=asked_at,
        last_seen_at=at,
    )  # fmt: skip


def give_back(session: Session, id_hash: str, *, asked_at: datetime) -> None:
    """The realm did not answer: the next request may ask with the same token."""
    _finish(session, id_hash, asked_at)


def _finish(session: Session, id_hash: str, asked_at: datetime, **known: Any) -> bool:
    mine = (StaffSession.id_hash == id_hash, StaffSession.asking_until == asked_at + LEASE)
    done = _plain(sa.update(StaffSession).where(*mine).values(asking_until=None, **known))
    return bool(session.execute(done).rowcount)  # type: ignore[attr-defined]


def _plain(statement: sa.Update) -> sa.Update:
    return statement.execution_options(synchronize_session=False)
