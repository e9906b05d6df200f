"""The desk of some years that drills and `make bench` measure can be made of today's tables."""

import sqlalchemy as sa

from provisioner.accounts.tables import Account
from provisioner.applications.search import search
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.database import Database
from provisioner.journal.events import Event
from provisioner.journal.tables import AuditEntry
from tests.bench.filled import fill
from tests.bench.people import Person
from tests.factories import approved, member, recorded

GUARDS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name",
    "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' UNION ALL"
    " SELECT tgname, pg_get_triggerdef(oid) || ' ' || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal UNION ALL"
    " SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint ORDER BY 1, 2",
}


def guards(database: Database) -> list[tuple[str, str]]:
    """Every index, trigger and promise of a table, as the database tells it."""
    with database.reading() as session:
        rows = session.execute(sa.text(GUARDS[database.engine.dialect.name]))
        return [(name, said) for name, said in rows]


def test_a_desk_of_some_years_is_filled(database: Database) -> None:
    fill(database, 3, waiting=2)
    with database.reading() as session:
        waiting = session.scalar(sa.select(sa.func.count()).select_from(Case).where(Case.status == CaseStatus.RECORDED))
        accounts = session.scalar(sa.select(sa.func.count()).select_from(Account))
    assert (waiting, accounts) == (2, 4), "one account is the pattern of the others"


def test_who_was_filled_in_is_found_like_anybody_else(database: Database) -> None:
    fill(database, 3, waiting=2)
    one = Person.numbered(4)
    with database.reading() as session:
        for text in (one.number, one.name_key, one.email, one.phone[-6:], f"{one.last_name[1:]} {one.first_name}"):
            hits = search(session, text)
            assert one.number in [hit.number for hit in (*hits.found, *hits.similar)], text


def test_what_guards_the_tables_is_back_afterwards(database: Database) -> None:
    before = guards(database)
    told = " ".join(said for _, said in before)
    assert all(kind in told for kind in ("CREATE INDEX", "CREATE TRIGGER", "CHECK", "FOREIGN KEY"))
    fill(database, 3)
    assert guards(database) == before
    with database.transaction() as session:
        assert approved(session).status is not None
        recorded(session, customer_number="200000")


def test_each_case_has_its_lines_in_the_journal_where_they_are_asked_for(database: Database) -> None:
    fill(database, 1, waiting=1, journal=True)
    with database.transaction() as session:
        recorded(session, by=member(session, "Anna Nowak").name)
    with database.reading() as session:
        told = [str(one) for one in session.scalars(sa.select(AuditEntry.event).order_by(AuditEntry.seq))]
    assert told.count(Event.APPLICATION_APPROVED) == 2
    assert told.count(Event.APPLICATION_RECORDED) == 4
    assert told[-1] == Event.APPLICATION_RECORDED, "the next real line comes after them"
