"""In which orders the queue can be read, and the place in one after which a page goes on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from provisioner.cases.queue.open_cases import ROW
from provisioner.cases.tables import Case


class Order(StrEnum):
    """What the cases of a group are sorted by; the deadline unless somebody asks for another."""

    DEADLINE = "deadline"
    RECEIVED = "received"
    NUMBER = "number"
    NAME = "name"


BY: Mapping[Order, sa.ColumnElement[Any]] = {
    Order.DEADLINE: ROW.due_last,
    Order.RECEIVED: ROW.received_on,
    Order.NUMBER: ROW.number,
    Order.NAME: ROW.name_key,
}
"""The column of each order, behind the status in an index of its own; of equal ones the number decides."""
DAYS = frozenset({Order.DEADLINE, Order.RECEIVED})
"""The orders whose column is a day."""


@dataclass(frozen=True)
class Place:
    """A place in the queue: after the case of this number, which had this `day` in an order of days.

    A name stands in no address: where the order is that of names, the case is asked for its own.
    """

    number: str
    day: date | None = None


def place_of(case: Case, order: Order) -> Place:
    """The place behind this case."""
    days = {Order.DEADLINE: case.due_last, Order.RECEIVED: case.received_on}
    return Place(case.number, days.get(order))


def sorted_by(order: Order) -> tuple[sa.ColumnElement[Any], ...]:
    """What the rows are sorted by."""
    return (ROW.number,) if order is Order.NUMBER else (BY[order], ROW.number)


def beyond(after: Place, order: Order) -> sa.ColumnElement[bool]:
    """Whether a case comes after this place, as one stretch of the order's index."""
    if order is Order.NUMBER:
        return ROW.number > after.number
    if order in DAYS:
        return sa.tuple_(BY[order], ROW.number) > (after.day, after.number)
    other = Case.__table__.alias()
    name = sa.select(other.c.name_key).where(other.c.number == after.number).scalar_subquery()
    return sa.tuple_(ROW.name_key, ROW.number) > sa.tuple_(sa.func.coalesce(name, ""), after.number)
