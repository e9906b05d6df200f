"""P8 and what else the tables hold by themselves: the journal, what a case asks for, logins, work."""

from dataclasses import replace
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError, IntegrityError

from provisioner import applications
from provisioner.accounts.kinds import NOTIFY, PROVISION, WATCH
from provisioner.database import Database
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry, AuditValue
from provisioner.outbox import put
from tests.factories import NOW, PRACTICE, entry, member
from tests.privacy.desk import forget_values
from tests.promises.papers import approve, by_sql, record


@pytest.mark.parametrize("change", ["UPDATE audit_entry SET actor = 'nobody'", "DELETE FROM audit_entry"])
def test_p8_the_journal_cannot_be_changed(database: Database, change: str) -> None:
    record(database)
    with pytest.raises(DatabaseError, match="append only"):
        by_sql(database, change)


def test_p8_what_a_field_said_can_be_erased_and_never_altered(database: Database) -> None:
    correct(database, record(database).id)
    with pytest.raises(DatabaseError, match="never altered"):
        by_sql(database, "UPDATE audit_value SET before = 'x'")
    with pytest.raises(DatabaseError, match="erased_by_the_door"):
        by_sql(database, "DELETE FROM audit_value")
    with database.transaction() as session:
        forget_values(session)
    with database.reading() as session:
        assert session.scalars(sa.select(AuditValue)).all() == []
        corrected = sa.select(AuditEntry).where(AuditEntry.event == Event.APPLICATION_CORRECTED)
        assert session.scalars(corrected.order_by(AuditEntry.seq)).all()[-1].details["changed"] == ["phone"]


def correct(database: Database, case: UUID) -> None:
    with database.transaction() as session:
        told = replace(entry(session, phone="602 000 111"), completed_on=None)
        by = member(session, "Anna Nowak")
        applications.complete(session, case, told, revision=1, practice=PRACTICE, by=by, at=NOW)


def test_a_case_keeps_what_it_asks_for(database: Database) -> None:
    application = record(database)
    with pytest.raises(DatabaseError, match="keeps what it asks for"):
        by_sql(database, "UPDATE paper_case SET purpose = 'closure' WHERE id = :case", application.id)


def test_a_copy_is_handed_over_at_the_counter_only(database: Database) -> None:
    application = record(database)
    with pytest.raises(IntegrityError, match="copy_at_counter_only"):
        by_sql(database, "UPDATE paper_case SET channel = 'post' WHERE id = :case", application.id)


def test_no_application_is_without_a_login(database: Database) -> None:
    application = record(database)
    with pytest.raises(IntegrityError, match="login_reserved"):
        by_sql(database, "UPDATE application SET reserved_login = '' WHERE id = :case", application.id)


def test_an_account_has_one_open_task_that_changes_its_user(database: Database) -> None:
    account = approve(database, record(database).id)
    with pytest.raises(IntegrityError), database.transaction() as session:
        put(session, NOTIFY, account.id, NOW)
    with pytest.raises(IntegrityError), database.transaction() as session:
        put(session, PROVISION, account.id, NOW)
    with database.transaction() as session:
        put(session, WATCH, account.id, NOW)


def test_a_login_is_given_to_one_account(database: Database) -> None:
    application = record(database)
    with pytest.raises(IntegrityError):
        by_sql(
            database,
            "INSERT INTO login (login, case_id) SELECT login, case_id FROM login WHERE case_id = :case",
            application.id,
        )


def test_nothing_points_to_a_case_that_is_not_there(database: Database) -> None:
    application = record(database)
    with pytest.raises(IntegrityError):
        by_sql(database, "DELETE FROM paper_case WHERE id = :case", application.id)


@pytest.mark.parametrize("change", ["UPDATE audit_seal SET mark = ''", "DELETE FROM audit_seal"])
def test_p8_the_chain_of_the_journal_cannot_be_changed(database: Database, change: str) -> None:
    record(database)
    with pytest.raises(DatabaseError, match="append only"):
        by_sql(database, change)


def test_p8_the_end_of_the_journal_only_goes_on(database: Database) -> None:
    record(database)
    with pytest.raises(DatabaseError, match="only goes on"):
        by_sql(database, "UPDATE audit_head SET position = position - 1")
