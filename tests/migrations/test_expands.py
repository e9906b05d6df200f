"""A migration only adds: programs of the version before read and write on beside it (docs/upgrade.md)."""

import ast
import inspect
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import ModuleType

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory

from provisioner.database import Database
from provisioner.database.schema import configured
from provisioner.database.standing import scripts
from provisioner.migrations.tables import METADATA
from provisioner.migrations.takes import TAKES
from tests.migrations.shapes import Shape, shape, taken

pytestmark = pytest.mark.sweep

AS_WAS = "(id INTEGER PRIMARY KEY, kind TEXT, note TEXT, form TEXT CHECK (form IN ('x')))"
WIDENED = {"0044": "before 1.0, whose releases ask to stop, migrate and start: any tax number"}
"""Steps that only PostgreSQL has, and which change the type of a column."""
ANEW = "DROP TABLE paper; CREATE TABLE paper"


def steps(database: Database) -> dict[str, list[str]]:
    """Every step of the schema with what it takes from programs of the one before."""
    found, before = {}, Shape({}, {}, frozenset(), frozenset())
    with configured(database) as config:
        connection = config.attributes["connection"]
        with Operations.context(MigrationContext.configure(connection, opts={"target_metadata": METADATA})):
            for step in reversed(list(ScriptDirectory.from_config(config).walk_revisions())):
                step.module.upgrade()
                after = shape(connection)
                found[step.revision] = sorted(taken(before, after))
                before = after
    return found


def test_no_migration_takes_what_the_version_before_reads_or_writes(tmp_path: Path) -> None:
    with closing(Database(f"sqlite:///{tmp_path / 'walked.sqlite'}")) as database:
        found = {revision: lost for revision, lost in steps(database).items() if lost}
    assert {revision: lost for revision, lost in found.items() if revision not in TAKES} == {}
    assert sorted(found) == sorted(TAKES), "a reason for a step that takes nothing"


def changes_a_type(module: ModuleType) -> Iterator[ast.Call]:
    """Where a step gives a column that stands another type."""
    for one in ast.walk(ast.parse(inspect.getsource(module))):
        if not isinstance(one, ast.Call) or not isinstance(one.func, ast.Attribute):
            continue
        if one.func.attr == "alter_column" and any(word.arg == "type_" for word in one.keywords):
            yield one


def test_no_migration_gives_a_column_another_type() -> None:
    """Not even a wider one: PostgreSQL ends what running programs have prepared (tests/unit/test_database.py)."""
    steps = ScriptDirectory.from_config(scripts()).walk_revisions()
    found = {step.revision for step in steps if any(changes_a_type(step.module))}
    assert found
    assert found <= TAKES.keys() | WIDENED.keys()


def test_a_column_that_goes_or_must_be_given_and_a_value_no_longer_taken_are_noticed(tmp_path: Path) -> None:
    made = "CREATE TABLE paper (id INTEGER PRIMARY KEY, note TEXT, kind TEXT CHECK (kind IN ('a', 'b')))"
    now = "CREATE TABLE paper (id INTEGER PRIMARY KEY, form TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('b')))"
    with (
        closing(Database(f"sqlite:///{tmp_path / 'made.sqlite'}")) as database,
        database.engine.connect() as connection,
    ):
        connection.exec_driver_sql(made)
        before = shape(connection)
        connection.exec_driver_sql("DROP TABLE paper")
        assert list(taken(before, shape(connection))) == ["paper is gone"]
        connection.exec_driver_sql(now)
        assert sorted(taken(before, shape(connection))) == [
            "paper.form must be given", "paper.kind may no longer be empty", "paper.kind no longer takes a",
            "paper.note is gone",
        ]  # fmt: skip


@pytest.mark.parametrize(
    "step, lost",
    [
        ("ALTER TABLE paper ADD mark TEXT CHECK (mark IN ('x', 'y'))", []),
        ("CREATE INDEX same ON paper (note)", []),
        ("CREATE UNIQUE INDEX same ON paper (kind, note)", ["paper takes no two of the same kind, note"]),
        (
            "CREATE UNIQUE INDEX same ON paper (note) WHERE kind = 'a'",
            ["paper takes no two of the same note where kind = 'a'"],
        ),
        (
            f"{ANEW} (id INTEGER PRIMARY KEY, kind TEXT, form TEXT, note TEXT CHECK (note IN ('a', 'b')))",
            ["paper.note takes only a list of values"],
        ),
        (
            f"{ANEW} (id INTEGER, place INTEGER, kind TEXT, note TEXT, form TEXT, PRIMARY KEY (id, place))",
            ["paper takes no two of the same id, place", "paper.place must be given"],
        ),
        (f"{ANEW} {AS_WAS}".replace("('x')", "('x', 'y')"), ["paper.form may hold y"]),
        ("CREATE TABLE part (paper INTEGER REFERENCES paper (id))", ["paper keeps what part.paper points to"]),
        ("ALTER TABLE paper ADD former INTEGER REFERENCES paper", ["paper keeps what paper.former points to"]),
        ("CREATE TABLE part (paper INTEGER REFERENCES paper (id) ON DELETE CASCADE)", []),
    ],
)
def test_a_list_a_longer_list_a_unique_key_a_part_of_the_key_and_what_points_here_are_noticed(
    tmp_path: Path, step: str, lost: list[str]
) -> None:
    with (
        closing(Database(f"sqlite:///{tmp_path / 'made.sqlite'}")) as database,
        database.engine.connect() as connection,
    ):
        connection.exec_driver_sql(f"CREATE TABLE paper {AS_WAS}")
        before = shape(connection)
        for one in step.split("; "):
            connection.exec_driver_sql(one)
        assert sorted(taken(before, shape(connection))) == lost
