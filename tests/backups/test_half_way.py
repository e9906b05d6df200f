"""A restore that cannot begin changes nothing; one that stops half way says what was replaced, and `resume` goes on."""

import sqlite3
import stat
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from provisioner import privacy
from provisioner.backups import restoring
from provisioner.backups.errors import BackupRefused
from provisioner.backups.packing import Write
from provisioner.backups.sqlite import alone, copied, kept_from_others
from provisioner.backups.tables import Restoration
from provisioner.backups.targets import Sqlite
from provisioner.database import Database
from provisioner.journal import Event, anchors
from provisioner.worker import Hold
from tests.backups.desk import Installation
from tests.factories import NOW, recorded
from tests.privacy.desk import LATER, erasing, refused, said_anywhere
from tests.usecases.test_races import events

PAGE = 4096


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Where a restore stops is the same on both; what is PostgreSQL's own stands beside."""
    return sqlite_url


@pytest.fixture
def file(installation: Installation, desk: Database) -> Path:
    """A backup with one refused person in it, from before anybody was erased."""
    with desk.transaction() as session:
        refused(session)
    return installation.backed_up()


class Broken:
    """A Keycloak's database that cannot be filled."""

    name = "keycloak"

    @contextmanager
    def reserved(self, replace: Collection[str]) -> Iterator[None]:
        yield

    @contextmanager
    def filling(self, marks: Sequence[str]) -> Iterator[Write]:
        yield lambda _: None
        raise BackupRefused("psql failed: no room")


def erase_one(installation: Installation, desk: Database) -> None:
    with desk.transaction() as session:
        assert privacy.erase_due(session, LATER, 25) == 1
    assert len(installation.list.read_text().splitlines()) == 1


def test_a_backup_older_than_the_first_erasure_asks_for_the_list_too(
    installation: Installation, there: Installation, desk: Database, file: Path
) -> None:
    erase_one(installation, desk)
    there.list.unlink()
    done = there.call("restore", file, "--key", there.key)
    assert (done.exit_code, "list of erasures is not at" in done.stderr) == (1, True)
    there.list.write_bytes(installation.list.read_bytes())
    done = there.call("restore", file, "--key", there.key)
    assert (done.exit_code, "The list of erasures: 1 lines read." in done.stdout) == (0, True), done.output
    with erasing(there.url, there.folder) as again:
        assert said_anywhere(again) == []


def test_a_list_that_lacks_what_the_backup_knows_is_an_older_one_and_refused(
    installation: Installation, there: Installation, desk: Database, file: Path
) -> None:
    erase_one(installation, desk)
    later = installation.backed_up()
    done = there.call("restore", later, "--key", there.key)
    assert (done.exit_code, "lacks 1" in done.stderr) == (1, True), done.output
    assert there.call("restore", later, "--key", there.key, "--without-erasure-list").exit_code == 0


@pytest.mark.parametrize("content", [b"no database at all" * 900, b"SQLite format 3\0" + b"\xff" * 9000])
def test_a_damaged_database_is_replaced_by_its_name(installation: Installation, file: Path, content: bytes) -> None:
    place = installation.folder / "damaged.sqlite"
    place.write_bytes(content)
    damaged = Installation(f"sqlite:///{place}", installation.folder, {})
    words = ("restore", file, "--key", installation.key)
    refusal = damaged.call(*words)
    assert (refusal.exit_code, "--replace damaged.sqlite" in refusal.stderr) == (1, True), refusal.output
    done = damaged.call(*words, "--replace", "damaged.sqlite")
    assert done.exit_code == 0, done.output


def test_a_damaged_database_in_a_backup_is_named_and_nothing_is_replaced(tmp_path: Path) -> None:
    target = Sqlite(tmp_path / "desk.sqlite")
    with pytest.raises(BackupRefused, match="not a database"), target.filling(()) as write:
        write(b"no database" * 1000)
    with pytest.raises(BackupRefused, match="no such table"), target.filling(("DELETE FROM nowhere",)) as write:
        write(whole(tmp_path / "other.sqlite").read_bytes())
    torn = bytearray(whole(tmp_path / "torn.sqlite").read_bytes())
    torn[-PAGE:] = b"\xff" * PAGE
    with pytest.raises(BackupRefused, match="damaged"), target.filling(()) as write:
        write(bytes(torn))
    assert not target.file.exists()


def test_when_keycloaks_cannot_be_filled_it_says_that_the_desk_was_replaced_and_waits(
    there: Installation, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restoring, "_keycloak", lambda *_: Broken())
    done = there.call("restore", file, "--key", there.key)
    assert done.exit_code == 4
    for said in ("desk's database was replaced and waits", "(keycloak) was not", "no room", "--replace desk.sqlite"):
        assert said in done.stderr
    monkeypatch.undo()
    assert there.call("restore", file, "--key", there.key, "--replace", "desk.sqlite").exit_code == 0


def test_what_could_not_be_done_after_a_restore_is_done_by_resume(
    installation: Installation, there: Installation, desk: Database, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    erase_one(installation, desk)
    there.list.write_bytes(installation.list.read_bytes())

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(anchors, "set_aside", full)
    done = there.call("restore", file, "--key", there.key)
    assert (done.exit_code, "`provisioner resume` does it" in done.stderr) == (4, True), done.output
    refusal = there.call("resume", "--without-keycloak")
    assert (refusal.exit_code, "the desk waits on" in refusal.stderr) == (1, True)
    monkeypatch.undo()
    assert "The worker goes on" in there.call("resume", "--without-keycloak").output
    with erasing(there.url, there.folder) as again:
        assert said_anywhere(again) == []
        assert events(again).count(Event.BACKUP_RESTORED) == 1


def test_a_folder_that_cannot_be_written_is_found_before_anything_is_replaced(there: Installation, file: Path) -> None:
    (there.folder / "anchors").write_text("in the way")
    done = there.call("restore", file, "--key", there.key)
    assert (done.exit_code, "anchors cannot be written to" in done.stderr) == (1, True), done.output
    assert not (there.folder / "desk.sqlite").exists()


def test_of_two_restores_into_one_file_the_second_is_refused(tmp_path: Path) -> None:
    target = Sqlite(tmp_path / "desk.sqlite")
    with target.reserved(()):
        with pytest.raises(BackupRefused, match="another restore"), target.reserved(()):
            pass
        with target.filling(()) as write:
            write(whole(tmp_path / "other.sqlite").read_bytes())
    with target.reserved(("desk.sqlite",)):
        pass


def whole(file: Path) -> Path:
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE paper (content TEXT)")
    connection.close()
    return file


def test_nobody_reads_or_writes_a_file_that_is_about_to_be_replaced(tmp_path: Path) -> None:
    file = whole(tmp_path / "desk.sqlite")
    other = sqlite3.connect(file, timeout=0)
    with kept_from_others(file), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("INSERT INTO paper VALUES ('lost')")
    with other:
        other.execute("INSERT INTO paper VALUES ('kept')")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(BackupRefused, match="in use"), kept_from_others(file):
        pass
    other.close()


def test_a_copy_is_closed_to_others_before_anything_is_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = whole(tmp_path / "desk.sqlite")
    monkeypatch.delattr(Path, "chmod")
    with copied(file) as copy:
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600


def test_one_process_at_a_time(tmp_path: Path) -> None:
    with alone(tmp_path / "lock", "busy"), suppress(BackupRefused), alone(tmp_path / "lock", "busy"):
        pytest.fail("both were there")


def test_a_worker_beneath_which_a_backup_is_restored_stops(installation: Installation, desk: Database) -> None:
    step = Hold(desk).keeps(lambda: True)
    assert step()
    with desk.transaction() as session:
        recorded(session)
        session.add(Restoration(made_at=NOW, restored_at=NOW))
    assert not step()
