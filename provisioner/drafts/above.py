"""What one person finds above the queue, in one statement: what is put to them, their views and drafts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.cases.errands import listing
from provisioner.cases.errands.listing import Entrusted, put_to
from provisioner.cases.views.tables import QueueView
from provisioner.drafts.keeping import waiting
from provisioner.drafts.tables import Draft

BY, TODAY, MOST = "by", "today", "most"
"""What the statement is told each time."""


@dataclass(frozen=True)
class Above:
    """Errands, the questions first, how many there are and how many questions; views by name, drafts by their age."""

    errands: Sequence[Entrusted]
    count: int
    questions: int
    views: Sequence[QueueView]
    drafts: Sequence[Draft]


def above(session: Session, *, by: UUID, today: date) -> Above:
    """All of it in one statement."""
    errands, views, drafts, counts = [], [], [], (0, 0)
    for row in session.execute(_asked(), {BY: by, TODAY: today, MOST: listing.MOST}):
        *told, count, questions, view_id, name, asked, staff_id, form_key, sealed, saved_at = row
        if view_id is not None:
            views.append(QueueView(id=view_id, staff_id=by, name=name, asked=asked))
        elif form_key is not None:
            drafts.append(Draft(staff_id=staff_id, form_key=form_key, typed=sealed, saved_at=saved_at))
        else:
            errands.append(Entrusted(*told))
            counts = (count, questions)
    errands.sort(key=lambda one: (one.is_case, one.due or date.max, one.number, one.to_id))
    views.sort(key=lambda one: (one.name, one.id))
    drafts.sort(key=lambda one: one.saved_at, reverse=True)
    return Above(errands, *counts, views, drafts)


@cache
def _asked() -> sa.CompoundSelect[Any]:
    # Put together once: that takes longer than the answer.
    by, today = sa.bindparam(BY, type_=sa.Uuid()), sa.bindparam(TODAY, type_=sa.Date())
    most = sa.bindparam(MOST, type_=sa.Integer())
    view, errand, draft = QueueView.__table__.c, put_to(by, today, most).subquery(), waiting(by).subquery()
    kept = (view.id, view.name, view.asked)
    put = sa.select(*errand.c, *_nothing(kept), *_nothing(draft.c))
    saved = sa.select(*_nothing(errand.c), *kept, *_nothing(draft.c)).where(view.staff_id == by)
    typed = sa.select(*_nothing(errand.c), *_nothing(kept), *draft.c)
    return sa.union_all(put, saved, typed)


def _nothing(columns: Iterable[sa.ColumnElement[Any]]) -> list[sa.ColumnElement[Any]]:
    return [sa.cast(sa.null(), one.type) for one in columns]
