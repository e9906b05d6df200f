"""The mandate of an account: the one that stands, how one begins and ends; the caller has locked the account."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from provisioner import journal, outbox
from provisioner.accounts.blocking.tables import AccountBlock
from provisioner.accounts.kinds import END_MANDATE
from provisioner.accounts.mandates.rules import Granted, is_over, over_from
from provisioner.accounts.mandates.tables import STANDS, Mandate
from provisioner.journal import Event


def standing(session: Session, account_id: UUID) -> Mandate | None:
    """The mandate that has not been ended; its last day may have passed since."""
    found = sa.select(Mandate).where(Mandate.account_id == account_id, STANDS)
    return session.scalar(found.execution_options(populate_existing=True))


def newest_of(account_id: object) -> sa.ColumnElement[bool]:
    """Whether a mandate is the newest of an account: a condition of a query."""
    other: type[Mandate] = aliased(Mandate)
    return Mandate.id == sa.select(sa.func.max(other.id)).where(other.account_id == account_id).scalar_subquery()


_BLOCK = aliased(AccountBlock)
ALONE_SINCE = (
    sa.select(_BLOCK.id)
    .where(_BLOCK.account_id == Mandate.account_id, _BLOCK.readdressed, _BLOCK.ended_at >= Mandate.ended_at)
    .correlate(Mandate)
    .exists()
)
"""Whether the customer acts alone since the end of the mandate."""


def is_mandate_over(session: Session, account_id: UUID, *, on: date) -> bool:
    """Whether on this day whoever used the account may not any more, and nobody else may.

    The customer who acts alone since has said so with an address of their own, by which the block was ended.
    """
    last = session.execute(sa.select(Mandate, ALONE_SINCE).where(newest_of(account_id))).one_or_none()
    return last is not None and has_ended(last[0], alone=last[1], on=on)


def has_ended(last: Mandate, *, alone: bool, on: date) -> bool:
    """The same of the newest mandate; `alone` is what the database says of ALONE_SINCE."""
    return is_over(last.until, on) if last.ended_at is None else not alone


def grant(session: Session, account_id: UUID, granted: Granted, *, by: UUID, at: datetime) -> Mandate:
    """A mandate, the worker's task for the end of its last day, and the journal's line."""
    values = {
        "filed_by": ("", granted.kind.value), "attorney_name": ("", granted.name),
        "mandate_until": ("", _typed(granted)), "mandate_proof": ("", granted.proof),
    }  # fmt: skip
    _note(session, Event.MANDATE_GRANTED, account_id, journal.staff(by), at, values)
    return _begin(session, account_id, granted, by=by, at=at)


def replace(session: Session, former: Mandate, granted: Granted, *, by: UUID, at: datetime) -> Mandate:
    """The same mandate with another last day; the former one stays, ended in the moment this one begins."""
    before = Granted(former.kind, former.name, former.proof, former.until)
    values = {
        "mandate_until": (_typed(before), _typed(granted)), "mandate_proof": (former.proof, granted.proof),
    }  # fmt: skip
    _note(session, Event.MANDATE_EXTENDED, former.account_id, journal.staff(by), at, values)
    former.ended_at, former.ended_by = at, by
    session.flush()
    return _begin(session, former.account_id, granted, by=by, at=at)


def end(session: Session, mandate: Mandate, *, at: datetime, by: UUID | None = None, reason: str = "") -> None:
    """It ends: revoked by somebody for a reason, or by its day or with its account, without either."""
    mandate.ended_at, mandate.ended_by, mandate.ended_reason = at, by, reason
    actor = journal.staff(by) if by else journal.WORKER
    event = Event.MANDATE_REVOKED if by else Event.MANDATE_ENDED
    _note(session, event, mandate.account_id, actor, at, {"revoke_reason": ("", reason)} if reason else None)


def end_with_account(session: Session, account_id: UUID, *, at: datetime) -> None:
    """An account that is no more takes its mandate along."""
    mandate = standing(session, account_id)
    if mandate is not None:
        end(session, mandate, at=at)


def _begin(session: Session, account_id: UUID, granted: Granted, *, by: UUID, at: datetime) -> Mandate:
    mandate = Mandate(
        account_id=account_id, kind=granted.kind, name=granted.name, proof=granted.proof, until=granted.until,
        granted_at=at, by=by,
    )  # fmt: skip
    session.add(mandate)
    session.flush()
    if granted.until is not None:
        outbox.put(session, END_MANDATE, account_id, over_from(granted.until))
    return mandate


def _typed(granted: Granted) -> str:
    return f"{granted.until:%d.%m.%Y}" if granted.until else ""


def _note(
    session: Session, event: Event, account_id: UUID, actor: str, at: datetime, values: journal.Values | None
) -> None:
    told = {name: pair for name, pair in values.items() if pair[0] != pair[1]} if values else None
    journal.record(
        session, event, at=at, actor=actor, object_type="account", object_id=account_id, values=told or None
    )  # fmt: skip
