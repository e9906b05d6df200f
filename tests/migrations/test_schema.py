"""The schema: up, down and up again; models and migrations agree; closed sets agree with the database's checks."""

import re
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from sqlalchemy.exc import IntegrityError

from provisioner import accounts, journal
from provisioner.accounts.mandates.rules import MandateKind
from provisioner.accounts.mandates.tables import Mandate
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.applications.tables import Application
from provisioner.cases.channels import Channel
from provisioner.cases.finding.tables import CaseWord, Spelling
from provisioner.corrections.rules import CorrectionKind
from provisioner.database import Database
from provisioner.database.columns import Base
from provisioner.database.schema import configured, migrate
from provisioner.database.standing import is_current
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry, AuditValue
from tests import declared, resigned
from tests.asked import asked
from tests.changed import active
from tests.corrected import propose
from tests.factories import NOW, TODAY, approved, approved_account, member, recorded
from tests.mandated import acting, mandates, revoke, stand

pytestmark = pytest.mark.sweep

Status = AccountStatus
SALT = 32 * "5c"


def test_the_schema_goes_down_and_up_again(database: Database) -> None:
    assert is_current(database)
    with configured(database) as config:
        command.downgrade(config, "base")
    assert not is_current(database)
    migrate(database)
    migrate(database)
    assert is_current(database)


def test_papers_of_later_purposes_go_with_their_tables(database: Database) -> None:
    with database.transaction() as session:
        resigned.recorded(session, active(session))
        declared.recorded(session, declared.under_the_old(session, customer_number="104300"))
        asked(session, customer_number="104299")
    with configured(database) as config:
        command.downgrade(config, "0019")
    with database.reading() as session:
        assert list(session.scalars(sa.text("SELECT DISTINCT purpose FROM paper_case"))) == ["account"]
    migrate(database)


def test_models_and_migrations_agree(database: Database) -> None:
    with configured(database) as config:
        command.check(config)


def checked_columns() -> list[tuple[str, str, set[str]]]:
    return [
        (table.name, column.name, set(column.type.enums))
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, sa.Enum) and column.type.create_constraint
    ]


@pytest.mark.parametrize(("table", "column", "values"), checked_columns())
def test_every_closed_set_is_the_databases_too(database: Database, table: str, column: str, values: set[str]) -> None:
    """Alembic does not notice a new value in a CHECK (seen), so this does."""
    checks = [check["sqltext"] for check in sa.inspect(database.engine).get_check_constraints(table)]
    assert values in [set(re.findall(r"'([\w:-]+)'", text)) for text in checks]


def test_accounts_keep_what_is_known_of_their_mails_on_the_way_down_and_up(database: Database) -> None:
    account = approved_account(database)
    with database.transaction() as session:
        found = session.get_one(Account, account.id)
        found.status, found.attention = AccountStatus.NEEDS_ATTENTION, Attention.EMAIL_DIFFERS
        found.generation, found.mails_begun = 3, 1
    with configured(database) as config:
        command.downgrade(config, "0002")
    migrate(database)
    with database.reading() as session:
        found = session.get_one(Account, account.id)
        assert (found.attention, found.mails_begun) == (Attention.UNEXPECTED, 3)


def closed(database: Database) -> Account:
    """An account that an approver has closed."""
    account = approved_account(database)
    with database.transaction() as session:
        by = member(session, "Barbara Lis")
        session.execute(sa.update(Account).values(status="needs_attention", attention="email_taken"))
        return accounts.close(session, account.case_id, reason="Skrzynka żony", by=by, at=NOW)


def test_a_closed_account_keeps_the_schema_from_going_down_to_a_journal_that_cannot_hold_its_line(
    database: Database,
) -> None:
    closed(database)
    with pytest.raises(IntegrityError, match="event"), configured(database) as config:
        command.downgrade(config, "0001")
    assert is_current(database)
    with database.reading() as session:
        assert session.scalars(sa.select(Account.closed_reason)).all() == ["Skrzynka żony"]


def test_a_closed_account_needs_attention_again_on_the_way_down_and_is_not_closed_by_coming_up(
    database: Database,
) -> None:
    account = closed(database)
    with configured(database) as config:
        command.downgrade(config, "0007")
    with database.engine.connect() as connection:
        row = connection.execute(sa.text("SELECT * FROM account")).mappings().one()
        assert (row["status"], row["attention"], row["attention_code"]) == ("needs_attention", "unexpected", "closed")
        assert "closed_reason" not in row
        assert connection.execute(sa.text("SELECT login FROM login")).scalars().all() == [account.login]
    migrate(database)
    with database.reading() as session:
        found = session.get_one(Account, account.id)
        assert (found.status, found.closed_reason) == (AccountStatus.NEEDS_ATTENTION, "")
        assert Event.ACCOUNT_CLOSED in [line.event for line in session.scalars(sa.select(AuditEntry))]


def test_old_and_new_values_are_lost_on_the_way_down_and_the_journal_still_names_the_fields(database: Database) -> None:
    with database.transaction() as session:
        case = recorded(session)
        journal.record(
            session, Event.APPLICATION_CORRECTED, at=NOW, actor="system", object_type="application",
            object_id=case.id, values={"phone": ("601234567", "602000111")}, fields=["phone"],
        )  # fmt: skip
        session.flush()
        seq = session.scalars(sa.select(AuditEntry.seq).order_by(AuditEntry.seq.desc()).limit(1)).one()
    with configured(database) as config:
        command.downgrade(config, "0008")
    assert "audit_value" not in sa.inspect(database.engine).get_table_names()
    migrate(database)
    with database.transaction() as session:
        found = session.get_one(AuditEntry, seq)
        assert (found.details, found.values) == ({"fields": ["phone"]}, [])
        session.add(AuditValue(entry_seq=seq, field="phone", before="602000111", after="", salt="0" * 64))


def test_cases_of_earlier_releases_are_found_by_their_mailbox_too(database: Database) -> None:
    with database.transaction() as session:
        recorded(session, email="Jozef@example.com", email_again="Jozef@example.com")
    with configured(database) as config:
        command.downgrade(config, "0006")
    migrate(database)
    with database.reading() as session:
        assert session.scalars(sa.select(Application.email_key)).all() == ["jozef@example.com"]


def test_cases_of_earlier_releases_are_found_by_all_that_new_ones_are(database: Database) -> None:
    with database.transaction() as session:
        recorded(session, filed_by="attorney", attorney_name="Ewa Łoś-Mała", street="ul. Łąkowa 07/8", nip="")
        recorded(session, customer_number="100-4", email="j.los@example.com", phone="+49 30 123456",
                 email_again="j.los@example.com", street="Rynek 7-9")  # fmt: skip
    before = words(database)
    with configured(database) as config:
        command.downgrade(config, "0005")
    migrate(database)
    assert words(database) == before


def words(database: Database) -> tuple[set[Any], set[Any]]:
    with database.reading() as session:
        by_case = session.execute(sa.select(CaseWord.number, CaseWord.word)).all()
        spelled = session.execute(sa.select(Spelling.key, Spelling.word)).all()
    return {tuple(one) for one in by_case}, {tuple(one) for one in spelled}


def test_attorneys_approved_before_mandates_were_kept_act_on_with_no_known_end(database: Database) -> None:
    with database.transaction() as session:
        attorney = acting(session)
        acting(session, Status.CLOSED, customer_number="200001", email="b@example.com", email_again="b@example.com")
        approved(session, customer_number="300002", email="c@example.com", email_again="c@example.com")
    with configured(database) as config:
        command.downgrade(config, "0022")
    migrate(database)
    (one,) = mandates(database)
    assert (one.account_id, one.kind, one.name) == (attorney.id, MandateKind.ATTORNEY, "Anna Lis")
    assert (one.until, one.ended_at, one.granted_at) == (None, None, attorney.approved_at)


def test_down_without_mandates_no_password_works_again_and_every_paper_is_still_one(database: Database) -> None:
    with database.transaction() as session:
        account = acting(session, filed_by="guardian")
        revoke(session, account)
        stand(session, account, Status.BLOCKED)
        told: dict[str, Any] = {"word_received_on": TODAY, "word_channel": Channel.POST}
        propose(session, account, kind=CorrectionKind.ACTS_ALONE, **told)
    with configured(database) as config:
        command.downgrade(config, "0022")
    with database.reading() as session:
        assert session.scalars(sa.text("SELECT ground FROM account_block")).all() == ["wrong_address"]
        assert session.scalars(sa.text("SELECT filed_by FROM application")).all() == ["attorney"]
        assert session.scalars(sa.text("SELECT kind FROM correction")).all() == ["paper_wrong"]
        assert session.scalar(sa.text("SELECT count(*) FROM task WHERE kind = 'end_mandate'")) == 0
    migrate(database)
    with database.reading() as session:
        assert [one.until for one in session.scalars(sa.select(Mandate))] == [None]
