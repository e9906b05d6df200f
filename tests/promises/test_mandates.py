"""What the database refuses of mandates by itself."""

import pytest
from sqlalchemy.exc import DatabaseError

from provisioner.database import Database
from tests.mandated import acting, extend, mandates
from tests.promises.papers import by_sql


@pytest.mark.parametrize(
    ("change", "promise"),
    [
        ("UPDATE mandate SET until = '2040-12-31'", "mandate_kept"),
        ("UPDATE mandate SET until = NULL", "mandate_kept"),
        ("UPDATE mandate SET name = 'Jan Kos'", "mandate_kept"),
        ("UPDATE mandate SET kind = 'heir'", "mandate_kept"),
        ("UPDATE mandate SET proof = 'inne'", "mandate_kept"),
        ("UPDATE mandate SET ended_reason = '?'", "ended_before_it_is_said_how"),
        ("DELETE FROM mandate", "erased_by_the_door"),
    ],
)
def test_no_mandate_is_made_to_say_something_else(database: Database, change: str, promise: str) -> None:
    with database.transaction() as session:
        acting(session)
    with pytest.raises(DatabaseError, match=promise):
        by_sql(database, change)


def test_one_that_has_ended_does_not_stand_again(database: Database) -> None:
    with database.transaction() as session:
        extend(session, acting(session), None)
    former = f"WHERE id = {mandates(database)[0].id}"
    for change in ("ended_at = NULL, ended_by = NULL", "ended_reason = 'inaczej'", "ended_at = '2030-01-01 00:00:00'"):
        with pytest.raises(DatabaseError, match="mandate_kept"):
            by_sql(database, f"UPDATE mandate SET {change} {former}")


def test_an_account_has_one_that_stands(database: Database) -> None:
    with database.transaction() as session:
        acting(session)
    copy = 'account_id, kind, name, proof, until, granted_at, "by", ended_reason'
    with pytest.raises(DatabaseError, match=r"uq_mandate_standing|mandate\.account_id"):
        by_sql(database, f"INSERT INTO mandate ({copy}) SELECT {copy} FROM mandate")
