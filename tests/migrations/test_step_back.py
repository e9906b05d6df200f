"""One step back: a program goes on over the schema of a later one, unless that took something (docs/upgrade.md)."""

import os
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
import structlog
from click.testing import CliRunner, Result

from provisioner.cli.main import provisioner
from provisioner.database import Database
from provisioner.database.schema import NewerSchema, migrate
from provisioner.database.standing import UNKNOWN, WORKS, Standing, stands
from provisioner.database.tables import SchemaReach
from provisioner.migrations.takes import TAKES, oldest
from tests.factories import recorded
from tests.journal.desk import KEY
from tests.migrations.later import later

LATER, NEXT = "9000", "9001"
AHEAD = f"The database is of the later version {NEXT}, which takes nothing from this one: it goes on."


def migrated_later(database: Database, takes: tuple[str, ...] = ()) -> None:
    """As a later program leaves it that has two steps more, of which these take something."""
    known = dict.fromkeys(takes, "tried") | dict(TAKES)
    with database.transaction() as session:
        session.execute(sa.text("UPDATE alembic_version SET version_num = :to"), {"to": NEXT})
        session.execute(sa.update(SchemaReach).values(oldest=oldest(NEXT, known)))


def called(url: str, *words: str) -> Result:
    structlog.reset_defaults()  # A command begins in a process of its own, without a service's log.
    environment = {"PROVISIONER_DATABASE_URL": url, "PROVISIONER_JOURNAL_KEY": KEY}
    return CliRunner().invoke(provisioner, words, env=environment)


def test_the_schema_says_which_was_the_last_step_that_took_something(database: Database) -> None:
    with database.reading() as session:
        assert session.scalars(sa.select(SchemaReach.oldest)).all() == [max(TAKES)]
    assert oldest("0036") == "0033"
    assert oldest("0001") == "0001"


def test_over_a_later_schema_that_took_nothing_commands_go_on_and_say_so(database: Database, database_url: str) -> None:
    migrated_later(database)
    assert stands(database) is Standing.AHEAD
    shown = called(database_url, "setting", "list")
    assert shown.exit_code == 0, shown.output
    assert shown.stderr == f"{AHEAD}\n"
    told = called(database_url, "migrate")
    assert (told.exit_code, told.stdout) == (0, f"Schema at {NEXT}.\n{AHEAD}\n")
    assert "takes nothing" in called(database_url, "check", "--upgrade").output


@pytest.mark.parametrize("takes", [(LATER,), (NEXT,), (LATER, NEXT)])
def test_over_one_that_took_something_nothing_starts_and_nothing_is_changed(
    database: Database, database_url: str, takes: tuple[str, ...]
) -> None:
    migrated_later(database, takes)
    assert stands(database) is Standing.BEYOND
    why = f"of version {NEXT}, {UNKNOWN}"
    with pytest.raises(NewerSchema, match=why):
        migrate(database)
    told = called(database_url, "migrate")
    assert (told.exit_code, told.stderr) == (1, f"Error: not migrated: the database is {why}.\n")
    shown = called(database_url, "setting", "list")
    assert (shown.exit_code, str(shown.exception)) == (1, f"The database is {why}.")


@pytest.mark.parametrize("lost", [sa.delete(SchemaReach), sa.text("DROP TABLE schema_reach")])
def test_a_later_schema_that_says_nothing_is_not_worked_on(database: Database, lost: sa.Executable) -> None:
    migrated_later(database)
    with database.transaction() as session:
        session.execute(lost)
    assert stands(database) not in WORKS


@pytest.mark.parametrize("takes", [False, True])
def test_a_later_version_leaves_word_of_whether_this_one_goes_on(
    database_url: str, tmp_path: Path, takes: bool
) -> None:
    newer = later(tmp_path / "later", takes=takes)
    newer.program.run(os.environ | {"PROVISIONER_DATABASE_URL": database_url}, "migrate")
    with closing(Database(database_url)) as database:
        assert stands(database) is (Standing.BEYOND if takes else Standing.AHEAD)
        with database.transaction() as session:
            recorded(session)
        newer.undo(database_url)
        assert stands(database) is Standing.NEWEST
