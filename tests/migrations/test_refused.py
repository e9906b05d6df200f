"""A migration that cannot be finished changes nothing and says why in one line; two at once end both well."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from itertools import count

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from provisioner.cli.main import provisioner
from provisioner.database import Database
from provisioner.database.schema import BrokenReferences, TablesInUse, migrate
from provisioner.database.standing import is_current
from tests.former.databases import Former
from tests.former.rows import read
from tests.migrations.guards import guards

pytestmark = pytest.mark.patient

SHORT = 0.3
ON_POSTGRES = pytest.mark.parametrize("former", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)


class PowerCut(Exception):
    """The migration ends here."""


@contextmanager
def unchanged(former: Former) -> Iterator[None]:
    """Whatever happens inside leaves rows, rules and revision as they were."""
    rows, rules = read(former.database), guards(former.database)
    yield
    assert read(former.database) == rows
    assert guards(former.database) == rules
    assert revision(former) == former.revision


def revision(former: Former) -> str:
    with former.database.engine.connect() as connection:
        return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one())


def statements_of_a_whole_migration(former: Former) -> int:
    """How many statements a migration is, counted in one that is cut off at its very last."""
    with pytest.raises(PowerCut), power_cut(former.database, "UPDATE alembic_version"):
        migrate(former.database)
    return seen[-1]


seen: list[int] = []


@contextmanager
def power_cut(database: Database, text: str = "", at: int = -1) -> Iterator[None]:
    """Raise before the statement that begins with `text`, or before the `at`th."""
    numbers = count()

    def listen(connection: object, cursor: object, statement: str, *rest: object) -> None:
        number = next(numbers)
        if number == at or (text and statement.startswith(text)):
            seen.append(number)
            raise PowerCut

    sa.event.listen(database.engine, "before_cursor_execute", listen)
    try:
        yield
    finally:
        sa.event.remove(database.engine, "before_cursor_execute", listen)


def test_cut_off_at_any_place_it_leaves_everything_as_it_was(former: Former) -> None:
    whole = statements_of_a_whole_migration(former)
    assert whole > 50
    with unchanged(former):
        for place in range(5, whole, whole // 8):
            with pytest.raises(PowerCut), power_cut(former.database, at=place):
                migrate(former.database)
    migrate(former.database)
    assert is_current(former.database)


def test_after_a_failure_references_are_watched_as_before(former: Former) -> None:
    statements_of_a_whole_migration(former)
    with pytest.raises(sa.exc.IntegrityError), former.database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM staff_member")


def orphan(former: Former) -> None:
    """A row that points to nobody, as a careless hand leaves behind."""
    loose, tight = ("PRAGMA foreign_keys=OFF", "PRAGMA foreign_keys=ON")
    if former.database.engine.dialect.name == "postgresql":
        loose, tight = ("SET session_replication_role = replica", "SET session_replication_role = origin")
    nobody = "'00000000000000000000000000000001'"
    with closing(former.database.engine.raw_connection()) as connection:
        cursor = connection.cursor()
        cursor.execute(loose)
        cursor.execute(
            f"INSERT INTO application_editor (application_id, staff_id) SELECT id, {nobody} FROM application LIMIT 1"
        )
        cursor.execute(tight)
        connection.commit()


def test_a_row_that_points_to_nothing_stops_it_and_is_named(former: Former) -> None:
    orphan(former)
    with unchanged(former), pytest.raises(BrokenReferences, match="case_editor"):
        migrate(former.database)


def test_the_command_says_so_in_one_line(former: Former) -> None:
    orphan(former)
    ended = CliRunner().invoke(provisioner, ["migrate"], env={"PROVISIONER_DATABASE_URL": former.url})
    assert ended.exit_code == 1
    assert re.fullmatch(r"Error: not migrated: rows that point to nothing: case_editor.*\n", ended.output)


def test_it_waits_a_moment_behind_a_running_desk_then_gives_up(former: Former) -> None:
    with closing(Database(former.url)) as desk, unchanged(former), desk.transaction() as session:
        session.execute(sa.text("UPDATE staff_member SET name = name"))
        session.execute(sa.text("UPDATE account SET mails_sent = mails_sent"))
        with pytest.raises(TablesInUse, match=r"in use for longer than 0\.3 s; nothing was changed"):
            migrate(former.database, lock_seconds=SHORT)


def test_behind_a_desk_that_ends_in_time_it_goes_on(former: Former) -> None:
    holding, released = threading.Event(), threading.Event()

    def hold() -> None:
        with closing(Database(former.url)) as desk, desk.transaction() as session:
            session.execute(sa.text("UPDATE account SET mails_sent = mails_sent"))
            holding.set()
            released.wait(5)

    with ThreadPoolExecutor() as pool:
        desk = pool.submit(hold)
        assert holding.wait(5)
        threading.Timer(SHORT, released.set).start()
        migrate(former.database, lock_seconds=10)
        desk.result()
    assert is_current(former.database)


@ON_POSTGRES
def test_a_desk_that_takes_tables_the_other_way_round_goes_on_and_so_does_the_migration(former: Former) -> None:
    holding, migrated = threading.Event(), threading.Event()

    def work() -> None:
        with closing(Database(former.url)) as desk, desk.transaction() as session:
            session.execute(sa.text("UPDATE account SET mails_sent = mails_sent"))
            holding.set()
            # From then on the migration has the applications and waits for the accounts.
            while not session.scalar(sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
                assert not migrated.wait(0.02)
            session.execute(sa.text("SELECT count(*) FROM application"))

    with ThreadPoolExecutor() as pool:
        desk = pool.submit(work)
        assert holding.wait(5)
        try:
            migrate(former.database, lock_seconds=10)
        finally:
            migrated.set()
        desk.result()
    assert is_current(former.database)


@contextmanager
def lock_timeouts(database: Database) -> Iterator[set[str]]:
    """How long each statement may wait for a lock, as a migration tells PostgreSQL."""
    told = set()

    def listen(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if statement.startswith("SET LOCAL lock_timeout"):
            told.add(statement.rpartition(" ")[2].strip("'"))

    sa.event.listen(database.engine, "before_cursor_execute", listen)
    try:
        yield told
    finally:
        sa.event.remove(database.engine, "before_cursor_execute", listen)


@ON_POSTGRES
def test_its_last_try_makes_way_like_the_others(former: Former) -> None:
    with closing(Database(former.url)) as desk, lock_timeouts(former.database) as told, desk.transaction() as session:
        session.execute(sa.text("UPDATE account SET mails_sent = mails_sent"))
        with pytest.raises(TablesInUse, match="in use for longer than 1 s"):
            migrate(former.database, lock_seconds=1)
    assert told == {"0", "500ms"}, "none for the turn, which another migration may have"


def test_two_that_start_together_end_both_well(former: Former) -> None:
    command = [sys.executable, "-m", "tests.migrations.migrating"]
    surroundings = os.environ | {"PROVISIONER_DATABASE_URL": former.url}
    both = [
        subprocess.Popen(command, env=surroundings, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for one in both:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    for one in both:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    said = [one.communicate(timeout=60)[0] for one in both]
    assert [one.returncode for one in both] == [0, 0]
    assert said[0] == said[1] == f"Schema at {migrate(former.database)}.\n"
    assert is_current(former.database)
