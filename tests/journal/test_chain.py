"""The lines of the journal hold on to each other, whoever writes at the same moment and whatever is taken back (P8)."""

import os
import signal
import subprocess
import sys

import pytest
import sqlalchemy as sa

from provisioner import journal
from provisioner.database import Database
from provisioner.journal.canonical import NOTHING
from provisioner.journal.tables import AuditEntry, AuditHead, AuditSeal
from tests.factories import NOW, approved_account
from tests.journal.desk import chained, keeper, opened, write, written
from tests.together import errors, together

WRITERS, EACH = 8, 12


def assert_one_chain(database: Database, lines: int) -> None:
    """No fork, no gap, nothing beside it, and the head at its end."""
    rows = chained(database)
    assert [position for position, *_ in rows] == list(range(1, lines + 1))
    assert [previous for _, _, previous, _ in rows] == [NOTHING, *[own for *_, own in rows]][:lines]
    with database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(AuditEntry)) == lines
        head = session.scalars(sa.select(AuditHead)).one()
        assert (head.position, head.hash) == (lines, rows[-1][3])


def test_eight_writers_at_once_make_one_chain(database_url: str) -> None:
    with opened(database_url) as database:

        def writer(name: str) -> None:
            for number in range(EACH):
                with database.transaction() as session:
                    write(session, f"{name}/{number}")
                    write(session, f"{name}/{number} again")

        outcomes = together(*[lambda n=n: writer(f"w{n}") for n in range(WRITERS)])
        assert errors(outcomes) == []
        assert_one_chain(database, WRITERS * EACH * 2)
        names = [name for _, name, *_ in chained(database)]
        assert all(names[names.index(n) + 1] == f"{n} again" for n in names if not n.endswith("again"))


def fail(database: Database) -> None:
    with database.transaction() as session:
        write(session, "taken back")
        session.flush()
        raise ZeroDivisionError


def test_what_is_taken_back_leaves_no_gap(database_url: str) -> None:
    with opened(database_url) as database:
        written(database, 1)
        with pytest.raises(ZeroDivisionError):
            fail(database)
        with database.transaction() as session:
            write(session, "before")
            inner = session.begin_nested()
            write(session, "taken back with a savepoint")
            session.flush()
            inner.rollback()
            write(session, "after")
        assert_one_chain(database, 3)
        assert [name for _, name, *_ in chained(database)] == ["line 1", "before", "after"]


def test_a_killed_writer_leaves_a_whole_chain(database_url: str) -> None:
    words = [sys.executable, "-m", "tests.journal.endless", database_url]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as endless:
        assert endless.stdout is not None
        told = [endless.stdout.readline() for _ in range(20)]
        os.kill(endless.pid, signal.SIGKILL)
    assert told[-1] == "20\n"
    with opened(database_url) as database:
        written(database, 1)
        assert_one_chain(database, len(chained(database)))


def test_the_head_is_locked_last_so_that_nobody_waits_for_a_slow_transaction(postgres_url: str) -> None:
    with opened(postgres_url) as slow, opened(postgres_url) as quick, slow.transaction() as session:
        write(session, "slow")
        session.flush()
        written(quick, 1)
        assert len(chained(quick)) == 1


def test_what_use_cases_do_is_chained_and_sealed(database_url: str) -> None:
    with opened(database_url) as database:
        approved_account(database)
        assert_one_chain(database, 2)
        with database.reading() as session:
            for seal in session.scalars(sa.select(AuditSeal)):
                assert seal.mark == keeper().mark(seal.hash)


def test_a_journal_from_before_the_key_is_sealed_by_the_first_line_under_it(
    database: Database, database_url: str
) -> None:
    written(database, 2)
    for _ in range(2):
        with opened(database_url) as keyed, keyed.transaction() as session:
            journal.begin(session, at=NOW)
    assert_one_chain(database, 3)
    with database.reading() as session:
        last = session.scalars(sa.select(AuditEntry).order_by(AuditEntry.seq)).all()[-1]
        assert (last.event, last.details) == ("journal:sealed", {"lines": 2})
        assert [bool(mark) for mark in session.scalars(sa.select(AuditSeal.mark).order_by(AuditSeal.position))] == [
            False, False, True
        ]  # fmt: skip


def test_a_sealed_journal_takes_no_line_without_its_key(database: Database, database_url: str) -> None:
    with opened(database_url) as keyed:
        written(keyed, 1)
    with opened(database_url, keeper(key="k" * 40)) as other:
        for wrong in (database, other):
            with pytest.raises(journal.WrongKey):
                written(wrong, 1)
            assert_one_chain(database, 1)
