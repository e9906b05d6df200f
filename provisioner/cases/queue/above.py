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
    """Errands, the most urgent first, and views by name."""

    errands: Sequence[Entrusted]
    views: Sequence[QueueView]


def above(session: Session, *, by: UUID, today: date) -> Above:
    """Both in one statement."""
    view, errand = QueueView.__table__.c, put_to(by, today).subquery()
    kept = (view.id, view.name, view.asked)
    put: sa.Select[Any] = sa.select(*errand.c, *_nothing(kept))
    saved: sa.Select[Any] = sa.select(*_nothing(errand.c), *kept).where(view.staff_id == by)
    errands, views = [], []
    for row in session.execute(sa.union_all(put, saved)):
        if row[-3] is None:
            errands.append(Entrusted(*row[:-3]))
        else:
            views.append(QueueView(id=row[-3], staff_id=by, name=row[-2], asked=row[-1]))
    errands.sort(key=lambda one: (not one.is_case, one.due, one.number))
    return Above(errands, sorted(views, key=lambda one: (one.name, one.id)))


def _nothing(columns: Iterable[sa.ColumnElement[Any]]) -> list[sa.ColumnElement[Any]]:
    return [sa.cast(sa.null(), one.type) for one in columns]
