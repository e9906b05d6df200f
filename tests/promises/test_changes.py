"""What the database refuses of changed data by itself."""

import pytest
from sqlalchemy.exc import DatabaseError

from provisioner.database import Database
from tests.changed import NEW, active, approved, recorded
from tests.promises.papers import by_sql


@pytest.mark.parametrize(
    ("change", "promise"),
    [
        ("UPDATE account SET email = 'jozef.nowy@example.com'", "an approved change of data"),
        ("UPDATE data_change SET email = '', last_name = ''", "something_changes"),
        ("UPDATE data_change SET email_missing = true", "email_read_or_missing"),
        ("UPDATE paper_case SET status = 'approved', decided_by = recorded_by, decided_at = recorded_at "
         "WHERE purpose = 'change_data'", "nobody decides"),
    ],
)  # fmt: skip
def test_p6_no_change_goes_round_the_desk(database: Database, change: str, promise: str) -> None:
    with database.transaction() as session:
        recorded(session, active(session), email=NEW, last_name="Nowy")
    with pytest.raises(DatabaseError, match=promise):
        by_sql(database, change)


def test_the_address_of_an_approved_paper_is_the_only_one_an_account_takes(database: Database) -> None:
    with database.transaction() as session:
        account = active(session)
    approved(database, account, email=NEW)
    with pytest.raises(DatabaseError, match="an approved change of data"):
        by_sql(database, "UPDATE account SET email = 'third@example.com'")
