"""Who stands in for whom on a day, and for whom one person does."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.database.columns import Told
from provisioner.staff.substitutes.tables import Substitution

ROW = Substitution.__table__.c


def stands_in_for(by: Told[UUID], today: Told[date]) -> sa.Select[Any]:
    """The ids of those for whom this person stands in today, as a part of a query."""
    return sa.select(ROW.absent_id).where(ROW.substitute_id == by, ROW.first_day <= today, ROW.last_day >= today)


def coming(session: Session, today: date) -> Sequence[Substitution]:
    """Those of today and of the days to come, by day."""
    wanted = sa.select(Substitution).where(Substitution.last_day >= today)
    return session.scalars(wanted.order_by(Substitution.first_day, Substitution.id)).all()
