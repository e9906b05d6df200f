"""A field of the paper is declared once; form, reading, copying, previews and the journal follow from that (P10)."""

from typing import Any

import pytest
import sqlalchemy as sa

from provisioner.applications import paper
from provisioner.applications.tables import Application
from provisioner.cases.tables import Case
from provisioner.database import Database
from provisioner.entry.field import Control, Field
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry
from provisioner.web.words.messages import CODES
from provisioner.web.words.paper.fields import WORDS, label
from tests.factories import entry, recorded
from tests.usecases.test_complete import save

KEPT_BY_THE_OFFICE = {
    "id", "purpose", "number", "form_key", "status", "revision", "clock_from", "due_first", "due_last", "completed_on",
    "copy_handed_at", "copy_handed_by", "display_name", "name_key", "email_key", "recorded_at", "recorded_by",
    "missing", "decided_at", "decided_by", "decision_reason", "one_person_reason", "edition_id", "reserved_login",
    "other_owner", "proof_needed",
}  # fmt: skip
"""Columns that no clerk keys in."""


def test_every_column_of_the_paper_is_declared_or_kept_by_the_office() -> None:
    columns = {column.key for table in (Case, Application) for column in sa.inspect(table).columns}
    assert columns - KEPT_BY_THE_OFFICE == {field.name for field in paper.FIELDS if not field.sealed}


@pytest.mark.parametrize("field", paper.FIELDS, ids=lambda field: field.name)
def test_every_field_has_its_words(field: Field[Any]) -> None:
    assert str(WORDS[field].label)
    asks = field.required or field.control in (Control.CHOICE, Control.YES_NO)
    assert bool(WORDS[field].missing) == bool(asks), "who may not leave it empty is told what to write"
    assert "required" in CODES


def test_a_text_is_as_long_as_its_column(database: Database) -> None:
    with database.transaction() as session:
        application = recorded(session, street="u" * 200)
    with database.reading() as session:
        assert session.get_one(Application, application.id).street == "u" * 200


def test_what_is_not_asked_for_is_not_kept(database: Database) -> None:
    with database.transaction() as session:
        read = entry(session, customer_kind="person", company_name="Wodnik sp. z o.o.", nip="8567346215")
    assert (read[paper.COMPANY_NAME], read[paper.NIP]) == ("", "")


def test_a_field_reads_what_it_shows(database: Database) -> None:
    with database.transaction() as session:
        read = entry(session)
    for field in paper.ALWAYS:
        shown = field.typed(read[field])
        assert field.typed(read[field]) == shown
    assert paper.PHONE.typed(read[paper.PHONE]) == "601 234 567"
    assert paper.RECEIVED_ON.typed(read[paper.RECEIVED_ON]) == "23.11.2026"


def test_the_journal_names_the_corrected_fields_and_none_of_their_values(database: Database) -> None:
    with database.transaction() as session:
        application = recorded(session)
        clause = application.answers[1].clause
    other = {"street": "ul. Leśna 1", "email": "nowy@example.com", "email_again": "nowy@example.com"}
    save(database, application, 1, "Anna Nowak", **other, **{f"clause-{clause.id}": "refused"})
    with database.reading() as session:
        line = session.scalars(sa.select(AuditEntry).where(AuditEntry.event == Event.APPLICATION_CORRECTED)).one()
    assert line.details["changed"] == ["street", "email", f"clause-{clause.number}"]
    assert not [value for value in ("Leśna", "nowy@") if value in str(line.details)]
    assert [label(name) for name in line.details["changed"][:2]]
