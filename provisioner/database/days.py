"""The office's day of a moment, told by the database, so that moments can be counted by the day where they lie."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class OfficeDay(FunctionElement[date]):
    """The day in Poland; SQLite knows no zones, so it is told when summer time begins and ends."""

    type = sa.Date()
    inherit_cache = True
    name = "office_day"


def office_day(at: sa.ColumnElement[datetime], year: int) -> OfficeDay:
    """The office's day of moments of one year."""
    summer = (_change(year, month).strftime("%Y-%m-%d %H:%M:%S") for month in (3, 10))
    return OfficeDay(at, *(sa.literal_column(f"'{one}'") for one in summer))


def _change(year: int, month: int) -> datetime:
    """Clocks change on the last Sunday of the month, at 1 a.m. UTC (Directive 2000/84/EC)."""
    last = date(year, month, 31)
    return datetime.combine(last - timedelta(days=last.isoweekday() % 7), datetime.min.time().replace(hour=1), UTC)


@compiles(OfficeDay, "sqlite")
def _sqlite(element: OfficeDay, compiler: SQLCompiler, **told: Any) -> str:
    at, spring, autumn = (compiler.process(one, **told) for one in element.clauses)
    shift = f"CASE WHEN {at} >= {spring} AND {at} < {autumn} THEN '+2 hours' ELSE '+1 hours' END"
    # Before 22 o'clock UTC it is the same day in Poland; without its fraction, which SQLite would round up.
    moved = f"date(substr({at}, 1, 19), {shift})"
    return f"CASE WHEN substr({at}, 12, 2) < '22' THEN substr({at}, 1, 10) ELSE {moved} END"


@compiles(OfficeDay, "postgresql")
def _postgresql(element: OfficeDay, compiler: SQLCompiler, **told: Any) -> str:
    at = compiler.process(next(iter(element.clauses)), **told)
    return f"CAST({at} AT TIME ZONE 'Europe/Warsaw' AS DATE)"
