"""What one person finds above the queue, asked for at once: what colleagues put to them, and the views they saved."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.cases.errands.listing import Entrusted, put_to
from provisioner.cases.views.tables import QueueView


@dataclass(frozen=True)
class Above:
    """Errands, the questions first, how many there are in all and how many questions, and views by name."""

    errands: Sequence[Entrusted]
    count: int
    questions: int
    views: Sequence[QueueView]


def above(session: Session, *, by: UUID, today: date) -> Above:
    """Both in one statement."""
    view, errand = QueueView.__table__.c, put_to(by, today).subquery()
    kept = (view.id, view.name, view.asked)
    put: sa.Select[Any] = sa.select(*errand.c, *_nothing(kept))
    saved: sa.Select[Any] = sa.select(*_nothing(errand.c), *kept).where(view.staff_id == by)
    errands, views, counts = [], [], (0, 0)
    for *told, count, questions, view_id, name, asked in session.execute(sa.union_all(put, saved)):
        if view_id is None:
            errands.append(Entrusted(*told))
            counts = (count, questions)
        else:
            views.append(QueueView(id=view_id, staff_id=by, name=name, asked=asked))
    errands.sort(key=lambda one: (one.is_case, one.due or date.max, one.number, one.to_id))
    return Above(errands, *counts, sorted(views, key=lambda one: (one.name, one.id)))


def _nothing(columns: Iterable[sa.ColumnElement[Any]]) -> list[sa.ColumnElement[Any]]:
    return [sa.cast(sa.null(), one.type) for one in columns]
