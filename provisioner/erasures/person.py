"""Which cases are about the person who asks, and what of them stands against erasing; as parts of queries."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from provisioner.accounts.rules import ENDED
from provisioner.accounts.tables import Account
from provisioner.applications.tables import Application
from provisioner.cases.holds.holding import held_back
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case

PURPOSE = "erase_data"
MINE = Case.__table__.c
"""The request itself, in the queries that ask about others beside it."""
ACCOUNTS = str(Application.__mapper_args__["polymorphic_identity"])
"""The purpose on whose cases all data hang: what is about an account stands on its case and goes with it."""
Theirs = Callable[[sa.FromClause], sa.ColumnElement[bool]]


def same_person(theirs: sa.FromClause, number: Any, name_key: Any) -> sa.ColumnElement[bool]:
    """A case of this customer number that bears this name, or whose account does by now; no request of this kind.

    A case of the same number with another name is somebody else's, as after a change of owner.
    """
    account = Account.__table__.alias()
    renamed = sa.exists().where(account.c.case_id == theirs.c.id, account.c.name_key == name_key)
    renamed = renamed.correlate_except(account)  # Two floors below the request, which would be asked for anew here.
    return sa.and_(
        theirs.c.customer_number == number,
        theirs.c.purpose != PURPOSE,
        sa.or_(theirs.c.name_key == name_key, renamed),
    )


def live(theirs: sa.FromClause) -> sa.ColumnElement[bool]:
    """The case has an account that has not ended."""
    account = Account.__table__.alias()
    return sa.exists().where(account.c.case_id == theirs.c.id, account.c.status.not_in(sorted(ENDED)))


def waits(theirs: sa.FromClause) -> sa.ColumnElement[bool]:
    """Somebody has still to decide the case."""
    return theirs.c.status == CaseStatus.RECORDED.value


def erasable(theirs: sa.FromClause) -> sa.ColumnElement[bool]:
    """There is something to erase."""
    return theirs.c.purpose == ACCOUNTS


def some(that: Theirs) -> sa.ColumnElement[bool]:
    """Whether one of the person's cases is so and not held back: a column of the request."""
    theirs = Case.__table__.alias()
    found = sa.select(theirs.c.id).where(
        MINE.purpose == PURPOSE,
        same_person(theirs, MINE.customer_number, MINE.name_key),
        ~held_back(theirs.c.id),
        that(theirs),
    )
    return found.correlate(Case.__table__).exists()
