"""How the desk talks to its database."""

from collections.abc import Iterator
from contextlib import closing

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, InternalError

from provisioner.database import Database
from provisioner.office.tables import OfficeSetting
from tests.databases import OWNER, under

OFTEN = 12
"""psycopg prepares what it is asked for the sixth time, PostgreSQL keeps a plan after five more."""
KEPT = sa.text("SELECT statement FROM pg_prepared_statements")
PAPERS = sa.text("SELECT id, note FROM paper")


@pytest.fixture
def postgres(postgres_url: str) -> Iterator[Database]:
    """A desk's PostgreSQL with a table of two columns."""
    with closing(Database(under(postgres_url, OWNER))) as database:
        change(database, "CREATE TABLE paper (id int, note varchar(10))", "INSERT INTO paper VALUES (1, 'in')")
        yield database


def change(database: Database, *steps: str) -> None:
    """Change the schema as `migrate` does, by a connection of its own."""
    with closing(Database(database.engine.url.render_as_string(False))) as other, other.transaction() as session:
        for step in steps:
            session.execute(sa.text(step))


def read(database: Database, times: int = OFTEN) -> list[tuple[int, str]]:
    """The papers, as often as a page that everybody looks at asks for them."""
    found: list[tuple[int, str]] = []
    for _ in range(times):
        with database.reading() as session:
            found = [(one.id, one.note) for one in session.execute(PAPERS)]
    return found


@pytest.mark.postgres
def test_postgresql_compiles_no_statement(postgres_url: str) -> None:
    """Without statistics, as on the first day, it spent eight seconds on compiling the statement of the next case."""
    database = Database(postgres_url)
    with database.reading() as session:
        assert session.execute(sa.text("SHOW jit")).scalar_one() == "off"
    database.close()


@pytest.mark.postgres
def test_what_is_read_on_every_page_stays_prepared(postgres: Database) -> None:
    read(postgres)
    with postgres.reading() as session:
        assert [one for one in session.scalars(KEPT) if "paper" in one]


def test_what_somebody_would_write_while_reading_is_not_kept(database: Database) -> None:
    with database.reading() as session:
        session.add(OfficeSetting(name="nobody", value="asked"))
    with database.reading() as session:
        assert session.get(OfficeSetting, "nobody") is None


@pytest.mark.postgres
def test_postgresql_refuses_to_write_while_reading(postgres: Database) -> None:
    with pytest.raises(InternalError, match="read-only transaction"), postgres.reading() as session:
        session.execute(sa.text("DELETE FROM paper"))
    assert read(postgres, 1) == [(1, "in")]


@pytest.mark.postgres
def test_what_was_read_is_read_though_the_server_goes_at_the_end(postgres: Database) -> None:
    with postgres.reading() as session:
        found = session.execute(sa.text("SELECT note FROM paper")).scalars().all()
        own = session.execute(sa.text("SELECT pg_backend_pid()")).scalar_one()
        change(postgres, f"SELECT pg_terminate_backend({own})")
    assert found == ["in"]
    assert read(postgres, 1) == [(1, "in")]


@pytest.mark.postgres
def test_a_page_reads_one_state_however_often_it_asks(postgres: Database) -> None:
    with postgres.reading() as session:
        before = session.execute(PAPERS).all()
        change(postgres, "UPDATE paper SET note = 'out'")
        assert session.execute(PAPERS).all() == before
    assert read(postgres, 1) == [(1, "out")]


@pytest.mark.postgres
@pytest.mark.parametrize(
    "step",
    [
        "ALTER TABLE paper ADD COLUMN later varchar(16)",
        "ALTER TABLE paper ADD COLUMN later varchar(16) NOT NULL DEFAULT 'none'",
        "CREATE INDEX paper_by_note ON paper (note)",
        "ALTER TABLE paper ALTER COLUMN note SET NOT NULL",
    ],
)
def test_what_a_migration_adds_ends_no_prepared_statement(postgres: Database, step: str) -> None:
    read(postgres)
    change(postgres, step)
    assert read(postgres, 1) == [(1, "in")]


@pytest.mark.postgres
def test_a_column_of_another_type_ends_one_reading_and_not_the_next(postgres: Database) -> None:
    """Why no migration may change a type beside running programs (tests/migrations/test_expands.py)."""
    read(postgres)
    change(postgres, "ALTER TABLE paper ALTER COLUMN note TYPE varchar(20)")
    with pytest.raises(DBAPIError, match="cached plan must not change result type"):
        read(postgres, 1)
    assert read(postgres, 1) == [(1, "in")]
