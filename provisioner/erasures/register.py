"""The register of requests: to erase data, and to tell what is kept; also those whose own data are erased by now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.cases.channels import Channel
from provisioner.cases.erased import Erasure
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.erasures.person import PURPOSE
from provisioner.erasures.rules import RequestKind
from provisioner.erasures.tables import ErasurePart, ErasureRequest
from provisioner.journal import Event, staff
from provisioner.journal.tables import AuditEntry
from provisioner.office.time import office_date

AT_ONCE = 500


@dataclass(frozen=True)
class Registered:
    """One request; `actor` answered it, as the journal names people; a copy is answered when it is asked for.

    `customer` is empty once the data are erased; `erased` and `kept` count the cases of an approved request.
    """

    kind: RequestKind
    case_id: UUID
    number: str
    customer: str
    received_on: date
    channel: Channel | None = None
    due: date | None = None
    extended_on: date | None = None
    status: CaseStatus | None = None
    answered_at: datetime | None = None
    actor: str = ""
    erased: int = 0
    kept: int = 0


def register(session: Session, most: int | None = None) -> Sequence[Registered]:
    """The newest first, `most` of each kind where not all are asked for; four statements for a page."""
    found = [*_standing(session, most), *_gone(session, most), *_copies(session, most)]
    return sorted(found, key=lambda one: (one.received_on, one.number), reverse=True)


def _standing(session: Session, most: int | None) -> Iterator[Registered]:
    case, request, part = Case.__table__.c, ErasureRequest.__table__.c, ErasurePart.__table__.c
    kept = sa.select(sa.func.count(part.kept_ground)).where(part.request_id == case.id).scalar_subquery()
    parts = sa.select(sa.func.count(part.case_id)).where(part.request_id == case.id).scalar_subquery()
    columns = (case.id, case.number, case.display_name, case.received_on, case.channel, case.due_last, case.status)
    rows = session.execute(
        sa.select(
            *columns, case.decided_at, case.decided_by, request.extended_on, kept.label("kept"), parts.label("every")
        )
        .where(case.id == request.id)
        .order_by(case.received_on.desc(), case.number.desc())
        .limit(most)
    )
    for row in rows:
        yield Registered(
            RequestKind.ERASURE, row.id, row.number, row.display_name, row.received_on, row.channel, row.due_last,
            row.extended_on, row.status, row.decided_at, staff(row.decided_by) if row.decided_by else "",
            row.every - row.kept, row.kept,
        )  # fmt: skip


def _gone(session: Session, most: int | None) -> Iterator[Registered]:
    """Requests of which number, dates and who acted are left."""
    notes = sa.select(Erasure).where(Erasure.purpose == PURPOSE)
    for one in session.scalars(notes.order_by(Erasure.received_on.desc(), Erasure.number.desc()).limit(most)):
        yield Registered(
            RequestKind.ERASURE, one.case_id, one.number, "", one.received_on, one.channel, status=one.status,
            answered_at=one.decided_at, actor=staff(one.decided_by) if one.decided_by else "",
        )  # fmt: skip


def _copies(session: Session, most: int | None) -> Iterator[Registered]:
    """Each case that was copied, as the journal tells."""
    told = sa.select(AuditEntry.at, AuditEntry.actor, AuditEntry.object_id)
    told = told.where(AuditEntry.event == Event.CASE_DISCLOSED).order_by(AuditEntry.seq.desc()).limit(most)
    rows = session.execute(told).all()
    known = _known(session, sorted({UUID(row.object_id) for row in rows}, key=str))
    for row in rows:
        case_id = UUID(row.object_id)
        number, customer = known.get(case_id, ("", ""))
        yield Registered(
            RequestKind.COPY, case_id, number, customer, office_date(row.at), answered_at=row.at, actor=row.actor
        )  # fmt: skip


def _known(session: Session, ids: Sequence[UUID]) -> Mapping[UUID, tuple[str, str]]:
    """Number and customer of each case; of an erased one its number."""
    case = Case.__table__.c
    found: dict[UUID, tuple[str, str]] = {}
    for first in range(0, len(ids), AT_ONCE):
        some = ids[first : first + AT_ONCE]
        here: sa.Select[Any] = sa.select(case.id, case.number, case.display_name).where(case.id.in_(some))
        gone = sa.select(Erasure.case_id, Erasure.number, sa.literal("")).where(Erasure.case_id.in_(some))
        rows: Iterator[Any] = iter(session.execute(sa.union_all(here, gone)))
        for row in rows:
            found[row.id] = (row.number, row.display_name)
    return found
