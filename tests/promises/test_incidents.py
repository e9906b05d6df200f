"""What the database refuses of incidents by itself."""

import pytest
from sqlalchemy.exc import DatabaseError

from provisioner.database import Database
from tests.promises.papers import by_sql
from tests.usecases.test_incidents import assessed, astray, opened

ASSESS = "UPDATE incident SET status = 'assessed', assessed_by = opened_by, assessed_at = opened_at, assessment = '?'"


@pytest.mark.parametrize(
    ("change", "promise"),
    [
        ("UPDATE incident SET status = 'assessed'", "assessed"),
        (f"{ASSESS}, customer_told = true, authority_told = false", "authority"),
        (f"{ASSESS}, customer_told = true, authority_told = true", "authority"),
        (f"{ASSESS}, authority_told = false, authority_reason = '?'", "assessed"),
        ("UPDATE incident SET status = 'closed', closed_by = opened_by, closed_at = opened_at", "closed|assessed"),
        ("UPDATE incident SET due_at = '2030-01-01 00:00:00'", "keeps what was noted"),
        ("UPDATE incident SET what = ''", "keeps what was noted"),
    ],
)
def test_no_incident_is_made_to_say_something_else(database: Database, change: str, promise: str) -> None:
    opened(database, astray(database))
    with pytest.raises(DatabaseError, match=promise):
        by_sql(database, change)


def test_a_closed_incident_stays_as_it_is(database: Database) -> None:
    found = opened(database, astray(database))
    assessed(database, found)
    close = "status = 'closed', closed_by = opened_by, closed_at = opened_at, measures = '?'"
    by_sql(database, f"UPDATE incident SET {close}")
    with pytest.raises(DatabaseError, match="keeps what was noted"):
        by_sql(database, "UPDATE incident SET assessment = 'other'")
