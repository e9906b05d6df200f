"""What the database itself refuses of editions of the form, whoever writes to it (R2)."""

import pytest
from sqlalchemy.exc import DatabaseError

from provisioner.database import Database
from tests.factories import recorded
from tests.promises.papers import by_sql

ANOTHER = (
    "INSERT INTO clause (edition_id, number, kind, required, text_pl, text_en) "
    "SELECT edition_id, 99, kind, required, text_pl, text_en FROM clause WHERE number = 1"
)


@pytest.mark.parametrize(
    ("statement", "promise"),
    [
        ("UPDATE form_edition SET valid_from = '2020-01-01'", "edition_frozen"),
        ("UPDATE clause SET text_pl = 'co innego'", "clause_frozen"),
        ("DELETE FROM clause WHERE number = 1", "clause_not_removed"),
        (ANOTHER, "clause_not_added"),
    ],
)
def test_an_edition_that_papers_are_signed_on_is_not_changed_by_sql(
    database: Database, statement: str, promise: str
) -> None:
    with database.transaction() as session:
        recorded(session)
    with pytest.raises(DatabaseError, match=promise):
        by_sql(database, statement)
