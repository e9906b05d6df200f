"""The desk of some years that drills and `make bench` measure can be made of today's tables."""

import sqlalchemy as sa

from provisioner.accounts.tables import Account
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.database import Database
from tests.bench.filled import fill


def test_a_desk_of_some_years_is_filled(database: Database) -> None:
    fill(database, 3, waiting=2)
    with database.reading() as session:
        waiting = session.scalar(sa.select(sa.func.count()).select_from(Case).where(Case.status == CaseStatus.RECORDED))
        accounts = session.scalar(sa.select(sa.func.count()).select_from(Account))
    assert (waiting, accounts) == (2, 4), "one account is the pattern of the others"
