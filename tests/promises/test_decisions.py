"""P6 and P7: nobody decides an own entry, no approval with a refused clause, whoever writes to the database."""

import pytest
from sqlalchemy.exc import DatabaseError

from provisioner import forms
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import CaseEditor
from provisioner.database import Database
from tests.factories import TODAY, member
from tests.promises.papers import approve, approve_by_sql, by_sql, record, status, withdraw


def test_p6_the_database_refuses_ones_own_approval_too(database: Database) -> None:
    application = record(database)
    with pytest.raises(DatabaseError, match=r"four_eyes|own entry"):
        by_sql(
            database,
            "UPDATE paper_case SET status = 'approved', decided_by = recorded_by WHERE id = :case",
            application.id,
        )
    assert status(database, application.id) is CaseStatus.RECORDED


def test_p6_nor_can_an_editor_approve_by_sql(database: Database) -> None:
    application = record(database)
    with database.transaction() as session:
        session.add(CaseEditor(case_id=application.id, staff_id=member(session, "Somebody Else").id))
    with pytest.raises(DatabaseError, match="own entry"):
        approve_by_sql(database, application.id)


@pytest.mark.parametrize("number", [1, 2, 3, 4])
@pytest.mark.parametrize("answer", ["refused", "illegible"])
def test_p7_nobody_approves_by_sql_with_a_clause_that_is_not_accepted(
    database: Database, number: int, answer: str
) -> None:
    with database.reading() as session:
        fields = [f"clause-{clause.id}" for clause in forms.current(session, TODAY).clauses]
    application = record(database, **{fields[number - 1]: answer})
    with pytest.raises(DatabaseError, match="clause is not accepted"):
        approve_by_sql(database, application.id)


def test_p7_nobody_approves_by_sql_with_an_unsigned_regulamin(database: Database) -> None:
    application = record(database, regulamin_signed="no")
    with pytest.raises(DatabaseError, match="regulamin_signed"):
        approve_by_sql(database, application.id)


def test_p7_an_account_without_an_approval_cannot_be_written(database: Database) -> None:
    application = record(database)
    statement = (
        "INSERT INTO account (id, case_id, case_number, status, login, customer_number, first_name, last_name, "
        "company_name, name_key, email, language, generation, mails_sent, attention_code, approved_at) "
        "SELECT c.id, c.id, c.number, 'approved', reserved_login, c.customer_number, first_name, last_name, "
        "company_name, c.name_key, email, language, 0, 0, '', c.recorded_at "
        "FROM paper_case c JOIN application a ON a.id = c.id WHERE c.id = :case"
    )
    with pytest.raises(DatabaseError, match="needs an approved application"):
        by_sql(database, statement, application.id)
    assert status(database, application.id) is CaseStatus.RECORDED


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE clause_answer SET answer = 'refused' WHERE application_id = :case",
        "DELETE FROM clause_answer WHERE application_id = :case",
    ],
)
def test_p7_answers_of_an_approval_cannot_be_changed_afterwards(database: Database, change: str) -> None:
    application = record(database)
    approve(database, application.id)
    with pytest.raises(DatabaseError, match="fixes its answers"):
        by_sql(database, change, application.id)


@pytest.mark.parametrize("change", ["regulamin_signed = NOT regulamin_signed", "edition_id = edition_id + 1"])
def test_p7_the_signature_of_an_approval_cannot_be_changed_afterwards(database: Database, change: str) -> None:
    application = record(database)
    approve(database, application.id)
    with pytest.raises(DatabaseError, match="fixes the signature"):
        by_sql(database, f"UPDATE application SET {change} WHERE id = :case", application.id)


@pytest.mark.parametrize("decided", ["approved", "withdrawn"])
def test_a_decided_application_keeps_its_decision(database: Database, decided: str) -> None:
    application = record(database)
    if decided == "approved":
        approve(database, application.id)
    else:
        withdraw(database, application.id)
    with pytest.raises(DatabaseError, match="keeps its decision"):
        by_sql(database, "UPDATE paper_case SET status = 'recorded' WHERE id = :case", application.id)


def test_no_decision_of_any_time_can_be_undone(database: Database) -> None:
    """On an upgraded database these are the former release's decisions."""
    approve(database, record(database).id)
    for decided in ("approved", "refused", "withdrawn"):
        statement = f"UPDATE paper_case SET status = 'recorded' WHERE status = '{decided}'"
        if decided == "approved" or _any(database, decided):
            with pytest.raises(DatabaseError, match="keeps its decision"):
                by_sql(database, statement)


def _any(database: Database, decided: str) -> bool:
    with database.engine.connect() as connection:
        found = connection.exec_driver_sql(f"SELECT count(*) FROM paper_case WHERE status = '{decided}'").scalar_one()
    return bool(found)
