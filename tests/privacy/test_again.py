"""What was erased stays erased: a real backup from before, restored on both databases, is cleaned by the list."""

import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa

from provisioner import privacy
from provisioner.cases.erased import Erasure
from provisioner.cases.tables import Case
from provisioner.database import Database
from provisioner.journal.verify import verify
from provisioner.logins.register import next_free
from provisioner.privacy.remembered import LIST, BadList, read
from tests.factories import recorded
from tests.journal.desk import keeper
from tests.privacy.desk import LATER, ended, erasing, refused, said_anywhere

Restore = Callable[[], None]


def backed_up(url: str, folder: Path) -> Restore:
    """Make a backup now, with the database's own tools; gives what puts it back."""
    if url.startswith("sqlite"):
        file = Path(urlsplit(url).path[1:] if url.startswith("sqlite:////") else urlsplit(url).path)
        with closing(sqlite3.connect(file)) as live, closing(sqlite3.connect(folder / "backup.sqlite")) as copy:
            live.backup(copy)

        def put_back() -> None:
            for leftover in file.parent.glob(f"{file.name}-*"):
                leftover.unlink()
            shutil.copy(folder / "backup.sqlite", file)

        return put_back
    name, server = urlsplit(url).path[1:], parse_qs(urlsplit(url).query)["host"][0]
    to = ["-h", server, "-U", "postgres", "-d", name]
    programs = max(Path("/usr/lib/postgresql").glob("*/bin"))
    subprocess.run([programs / "pg_dump", *to, "-Fc", "-f", folder / "backup"], check=True)

    def restore() -> None:
        subprocess.run([programs / "pg_restore", *to, "--clean", "--if-exists", folder / "backup"], check=True)

    return restore


@pytest.fixture
def restored(database_url: str, tmp_path: Path) -> Iterator[Database]:
    """A database restored to a moment before two of its cases were erased."""
    with erasing(database_url, tmp_path) as desk:
        with desk.transaction() as session:
            ended(session)
            refused(session, customer_number="200001")
        desk.close()
        restore = backed_up(database_url, tmp_path)
        with desk.transaction() as session:
            assert privacy.erase_due(session, LATER, 25) == 2
        with desk.transaction() as session:
            recorded(session, customer_number="300003", first_name="Anna", last_name="Kos")
        desk.close()
        restore()
        yield desk


def test_what_came_back_with_a_backup_is_erased_again(restored: Database) -> None:
    assert said_anywhere(restored), "the backup holds nothing"
    assert privacy.catch_up(restored) == 2
    assert said_anywhere(restored) == []
    with restored.reading() as session:
        assert session.scalars(sa.select(Erasure.ground)).all() == ["restored"] * 2
        assert verify(session, keeper()).faults == []
        assert next_free(session, "104233") == "104233_2"
    assert privacy.catch_up(restored) == 0


def test_also_where_the_account_was_still_in_use_at_that_moment(restored: Database) -> None:
    with restored.transaction() as session:
        session.execute(sa.text("UPDATE account SET status = 'activated'"))
    assert privacy.catch_up(restored) == 2
    assert said_anywhere(restored) == []


def test_the_login_stays_taken_when_the_backup_is_older_than_the_case(database_url: str, tmp_path: Path) -> None:
    with erasing(database_url, tmp_path) as desk:
        restore = backed_up(database_url, tmp_path)
        with desk.transaction() as session:
            ended(session)
        with desk.transaction() as session:
            privacy.erase_due(session, LATER, 25)
        desk.close()
        restore()
        privacy.catch_up(desk)
        with desk.reading() as session:
            assert next_free(session, "104233") == "104233_2"


def test_the_list_holds_keyed_hashes_only(restored: Database, tmp_path: Path) -> None:
    text = (tmp_path / "apart" / "erasures.jsonl").read_text(encoding="utf-8")
    assert len(text.splitlines()) == 2
    with restored.reading() as session:
        for case in session.execute(sa.select(Case.__table__.c.id, Case.__table__.c.number)):
            assert not any(name in text for name in (str(case.id), case.id.hex, case.number, "104233"))


def test_an_erasure_that_a_crash_kept_from_the_list_is_put_there_later(database_url: str, tmp_path: Path) -> None:
    with erasing(database_url, tmp_path) as desk:
        with desk.transaction() as session:
            refused(session)
        with desk.transaction() as session:
            privacy.erase_due(session, LATER, 25)
        with desk.reading() as session:
            file: Path = session.info[LIST]
        file.unlink()
        assert privacy.catch_up(desk) == 0
        assert len(read(file)) == 1


def test_nothing_is_listed_when_the_transaction_fails(database_url: str, tmp_path: Path) -> None:
    with erasing(database_url, tmp_path) as desk:
        with desk.transaction() as session:
            refused(session)

        def failing() -> None:
            with desk.transaction() as session:
                privacy.erase_due(session, LATER, 25)
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            failing()
        with desk.reading() as session:
            assert not session.info[LIST].exists()
            assert session.scalar(sa.select(sa.func.count()).select_from(Case.__table__)) == 1


def test_a_list_that_is_none_stops_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "list").write_text('{"case": "x"}\n', encoding="utf-8")
    with pytest.raises(BadList, match="line 1"):
        read(tmp_path / "list")
