"""P6 of corrections: what the database refuses of them by itself."""

import pytest
from sqlalchemy.exc import DatabaseError, IntegrityError

from provisioner.corrections.tables import Correction
from provisioner.database import Database
from tests.corrected import CLERK, confirm, propose, wrong
from tests.factories import member
from tests.promises.papers import by_sql


@pytest.fixture
def proposed(database: Database) -> Correction:
    """A proposal that waits."""
    with database.transaction() as session:
        member(session, CLERK)
        return propose(session, wrong(session))


CONFIRM = "UPDATE correction SET status = 'confirmed', decided_at = proposed_at, compared_with_paper = true"


@pytest.mark.parametrize(
    ("change", "promise"),
    [
        (f"{CONFIRM}, decided_by = proposed_by", "four_eyes"),
        (CONFIRM, "decided"),
        (f"{CONFIRM.replace('true', 'false')}, decided_by = (SELECT max(id) FROM staff_member WHERE id <> proposed_by)",
         "compared_with_paper"),
        ("UPDATE correction SET status = 'rejected', decided_by = proposed_by, decided_at = proposed_at", "reason"),
        ("UPDATE correction SET kind = 'paper_wrong'", "keeps what was proposed"),
        ("UPDATE correction SET email = 'third@example.com'", "keeps what was proposed"),
        ("UPDATE account SET email = 'third@example.com'", "by a confirmed correction"),
    ],
)  # fmt: skip
def test_p6_no_correction_goes_round_the_desk(
    database: Database, proposed: Correction, change: str, promise: str
) -> None:
    change = change.replace("max(id)", "id").replace("<> proposed_by)", "<> proposed_by LIMIT 1)")
    with pytest.raises(DatabaseError, match=promise):
        by_sql(database, change)


def test_p6_a_decided_correction_is_kept(database: Database, proposed: Correction) -> None:
    with database.transaction() as session:
        confirm(session, proposed)
    with pytest.raises(DatabaseError, match="keeps what was proposed"):
        by_sql(database, "UPDATE correction SET status = 'open'")


def test_an_account_has_one_open_proposal(database: Database, proposed: Correction) -> None:
    columns = "account_id, status, kind, former_email, email, compared_with_paper, proposed_by, proposed_at, reason"
    statement = (
        f"INSERT INTO correction (id, {columns}, one_person_reason) SELECT account_id, {columns}, '' FROM correction"
    )
    with pytest.raises(IntegrityError):
        by_sql(database, statement)
