"""Whoever changes the journal by SQL is found out, with the line and what was done to it."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from provisioner.database import Database
from provisioner.database.columns import Json
from provisioner.journal.anchors import anchored
from provisioner.journal.canonical import canonical
from provisioner.journal.verify import Report, verify
from tests.factories import NOW
from tests.journal.desk import keeper, opened, written
from tests.journal.insider import chained_anew, insider

LINES = 12
VALUES = {"phone": ("601 234 567", "602 000 111"), "email": ("a@example.com", "b@example.com")}
ADD = (
    "INSERT INTO audit_entry (seq, at, actor, event, object_type, object_id, details) "
    "SELECT 100, at, actor, event, object_type, object_id, details FROM audit_entry WHERE seq = 5"
)
FORGED_SEAL = (
    "INSERT INTO audit_seal (position, entry_seq, commitments, previous, hash, mark) "
    "SELECT 13, 100, commitments, hash, hash, mark FROM audit_seal WHERE position = 12"
)
AT_13 = "UPDATE audit_head SET position = 13"


@pytest.fixture
def desk(database_url: str) -> Iterator[Database]:
    """A journal of twelve lines with values beside each."""
    with opened(database_url) as database:
        written(database, LINES, VALUES)
        yield database


def checked(database: Database, *anchors: Json, key: str | None = None) -> Report:
    with database.reading() as session:
        return verify(session, keeper(key=key) if key else keeper(), anchors)


def named(report: Report) -> list[tuple[str, int | None]]:
    return [(fault.kind.value, fault.position) for fault in report.faults]


def anchor(database: Database) -> Json:
    with database.reading() as session:
        return anchored(session, keeper(), NOW)


def swapped(table: str, column: str, one: int, other: int) -> list[str]:
    return [
        f"UPDATE {table} SET {column} = 1000 WHERE {column} = {one}",
        f"UPDATE {table} SET {column} = {one} WHERE {column} = {other}",
        f"UPDATE {table} SET {column} = {other} WHERE {column} = 1000",
    ]


def test_a_journal_as_it_was_written_is_whole(desk: Database) -> None:
    report = checked(desk, anchor(desk))
    assert (report.faults, report.lines, report.unmarked, report.erased, report.anchors) == ([], LINES, 0, 0, 1)


@pytest.mark.parametrize(
    "change",
    ["actor = 'staff:somebody'", "details = '{\"before\":2}'", "event = 'staff:signed-in'", "object_id = 'line 6'",
     "object_type = 'application'"],
)  # fmt: skip
def test_an_edited_line_is_named(desk: Database, change: str) -> None:
    insider(desk, f"UPDATE audit_entry SET {change} WHERE seq = 5")
    assert named(checked(desk)) == [("edited", 5)]


def test_a_line_put_to_another_moment_is_named(desk: Database) -> None:
    insider(desk, "UPDATE audit_entry SET at = '2026-11-24 09:00:00.000001' WHERE seq = 12")
    assert named(checked(desk)) == [("edited", 12)]


def test_a_deleted_line_is_named_with_or_without_its_seal(desk: Database) -> None:
    insider(desk, "DELETE FROM audit_value WHERE entry_seq = 5", "DELETE FROM audit_entry WHERE seq = 5")
    assert named(checked(desk)) == [("deleted", 5)]
    insider(desk, "DELETE FROM audit_seal WHERE position = 5")
    assert named(checked(desk)) == [("deleted", 6)]
    insider(desk, "UPDATE audit_seal SET position = position - 1 WHERE position = 6")
    assert named(checked(desk)) == [("deleted", 5), ("deleted", 7)]


def test_a_line_deleted_and_the_rest_moved_up_is_named(desk: Database) -> None:
    gone = ["DELETE FROM audit_value WHERE entry_seq = 5", "DELETE FROM audit_entry WHERE seq = 5"]
    moved = [f"UPDATE audit_seal SET position = {n - 1} WHERE position = {n}" for n in range(6, LINES + 1)]
    insider(desk, *gone, "DELETE FROM audit_seal WHERE position = 5", *moved, "UPDATE audit_head SET position = 11")
    assert named(checked(desk)) == [("deleted", 5)]


def test_an_added_line_is_named_with_or_without_a_place_in_the_chain(desk: Database) -> None:
    insider(desk, ADD)
    (fault,) = checked(desk).faults
    assert (fault.kind, fault.seq) == ("inserted", 100)
    insider(desk, FORGED_SEAL, AT_13)
    insider(desk, *chained_anew(desk, 13))
    assert named(checked(desk)) == [("forged", 13)]


def test_an_added_line_without_a_seal_after_sealed_ones_is_named(desk: Database) -> None:
    insider(desk, ADD, FORGED_SEAL.replace("hash, hash, mark", "hash, hash, ''"), AT_13)
    insider(desk, *chained_anew(desk, 13))
    assert named(checked(desk)) == [("forged", 13)]


def test_lines_that_changed_places_are_named(desk: Database) -> None:
    insider(desk, *swapped("audit_seal", "position", 5, 6))
    assert set(named(checked(desk))) == {("reordered", 5), ("reordered", 6), ("reordered", 7)}


def test_contents_that_changed_places_are_named(desk: Database) -> None:
    insider(desk, *swapped("audit_entry", "seq", 5, 8))
    assert ("reordered", 5) in named(checked(desk))
    assert ("reordered", 8) in named(checked(desk))


def test_a_chain_made_anew_without_the_key_is_named_from_its_first_line(desk: Database) -> None:
    insider(desk, "UPDATE audit_entry SET actor = 'nobody' WHERE seq = 5")
    insider(desk, *chained_anew(desk, 5))
    (fault,) = checked(desk).faults
    assert (fault.kind, fault.position) == ("forged", 5)
    assert "to position 12" in fault.said


def test_a_journal_made_anew_without_any_seal_is_named(desk: Database) -> None:
    insider(desk, "UPDATE audit_seal SET mark = ''", "UPDATE audit_head SET key_id = ''")
    assert named(checked(desk)) == [("forged", 1)]


def test_an_end_cut_off_without_care_is_named(desk: Database) -> None:
    cut = ["DELETE FROM audit_value WHERE entry_seq > 9", "DELETE FROM audit_seal WHERE position > 9"]
    insider(desk, *cut, "DELETE FROM audit_entry WHERE seq > 9")
    assert named(checked(desk)) == [("cut", 9)]


def test_an_end_cut_off_with_care_is_named_by_an_anchor(desk: Database) -> None:
    before = anchor(desk)
    with desk.reading() as session:
        ninth = session.scalar(sa.text("SELECT hash FROM audit_seal WHERE position = 9"))
    cut = ["DELETE FROM audit_value WHERE entry_seq > 9", "DELETE FROM audit_seal WHERE position > 9"]
    head = f"UPDATE audit_head SET position = 9, hash = '{ninth}'"
    insider(desk, *cut, "DELETE FROM audit_entry WHERE seq > 9", head)
    assert named(checked(desk)) == []
    assert named(checked(desk, before)) == [("cut", 9)]
    written(desk, 5)
    assert named(checked(desk, before)) == [("forged", 12)]


def test_a_journal_written_anew_with_another_key_is_named(desk: Database) -> None:
    assert [kind for kind, _ in named(checked(desk, key="another key, also long enough for this"))] == ["forged"] * 2


@pytest.mark.parametrize(
    "change",
    ["UPDATE audit_value SET after = 'x' WHERE entry_seq = 5 AND field = 'phone'",
     "UPDATE audit_value SET salt = '" + 32 * "5c" + "' WHERE entry_seq = 5 AND field = 'phone'",
     "UPDATE audit_value SET before = after, after = before WHERE entry_seq = 5 AND field = 'email'",
     "UPDATE audit_value SET field = 'street' WHERE entry_seq = 5 AND field = 'email'",
     "UPDATE audit_value SET entry_seq = 5 WHERE entry_seq = 6 AND field = 'email'"],
)  # fmt: skip
def test_a_value_that_is_not_what_was_written_is_named(desk: Database, change: str) -> None:
    insider(desk, change)
    assert named(checked(desk)) == [("value", 5)]


@pytest.mark.parametrize(
    "change",
    ["UPDATE audit_seal SET hash = 'x' WHERE position = 5", "UPDATE audit_seal SET mark = 'x' WHERE position = 5",
     "UPDATE audit_seal SET commitments = '5' WHERE position = 5",
     "UPDATE audit_seal SET commitments = '[[1,2]]' WHERE position = 5"],
)  # fmt: skip
def test_what_cannot_be_read_is_named_and_the_rest_is_read(desk: Database, change: str) -> None:
    insider(desk, change, "UPDATE audit_entry SET actor = 'nobody' WHERE seq = 9")
    assert {("edited", 5), ("edited", 9)} <= set(named(checked(desk)))


@pytest.mark.parametrize("change", ["details = '{'", "at = 'soon'", "details = 5"])
def test_what_only_sqlite_takes_is_named_too(sqlite_url: str, change: str) -> None:
    with opened(sqlite_url) as database:
        written(database, LINES, VALUES)
        insider(database, f"UPDATE audit_entry SET {change} WHERE seq = 5")
        assert named(checked(database)) == [("edited", 5)]


def test_a_second_end_and_a_broken_salt_are_no_obstacle(desk: Database) -> None:
    insider(desk, "INSERT INTO audit_head (id, position, hash, key_id) VALUES (2, 1, 'x', '')")
    insider(desk, "UPDATE audit_value SET salt = 'x' WHERE entry_seq = 5 AND field = 'email'")
    assert named(checked(desk)) == [("value", 5)]
    written(desk, 1)


def test_erased_values_leave_the_journal_whole(desk: Database) -> None:
    insider(desk, "DELETE FROM audit_value WHERE entry_seq = 5")
    report = checked(desk)
    assert (report.faults, report.erased) == ([], 2)


def test_the_chain_holds_nothing_of_what_values_say(desk: Database) -> None:
    with desk.reading() as session:
        for table in ("audit_entry", "audit_seal", "audit_head"):
            rows = session.execute(sa.text(f"SELECT * FROM {table}")).all()
            assert "601 234" not in str(rows), table
            assert "example.com" not in canonical([str(row) for row in rows]).decode(), table
