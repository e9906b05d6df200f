"""A backup that is cut, altered or somebody else's is named in clear words; a failed one leaves nothing behind."""

import os
import resource
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from provisioner.backups import Keep
from provisioner.backups.age import Identity
from provisioner.database import Database
from tests.backups.desk import Installation
from tests.factories import recorded
from tests.journal.desk import KEY
from tests.privacy.desk import MARKS
from tests.web.test_full_disk import small_disk

__all__ = ["small_disk"]


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Seals are the same whatever is in them."""
    return sqlite_url


@pytest.fixture
def file(installation: Installation, desk: Database) -> Path:
    """A backup with one person in it."""
    with desk.transaction() as session:
        recorded(session)
    return installation.backed_up()


def look(installation: Installation, file: Path, key: Path | None = None) -> tuple[int, str]:
    done = installation.call("verify-backup", file, "--key", key or installation.key)
    return done.exit_code, done.output


def test_what_is_whole_is_told_with_its_rows_and_its_journal(installation: Installation, file: Path) -> None:
    code, said = look(installation, file)
    assert code == 0
    assert "was read to its end and whole" in said


@pytest.mark.parametrize("left", [0, 10, 200, 65_000, -70_000, -1])
def test_a_file_that_was_cut_off_is_named(installation: Installation, file: Path, left: int) -> None:
    file.write_bytes(file.read_bytes()[:left])
    code, said = look(installation, file)
    assert code == 3, said
    assert "cut off" in said


@pytest.mark.parametrize("place", [5, 60, 130, 190, 240, 70_000, -20])
def test_one_altered_byte_is_found_and_nothing_restored(installation: Installation, file: Path, place: int) -> None:
    content = bytearray(file.read_bytes())
    content[place] ^= 1
    file.write_bytes(content)
    assert look(installation, file)[0] in (1, 3)
    empty = Installation(f"sqlite:///{file.parent / 'new.sqlite'}", installation.folder, {})
    assert empty.call("restore", file, "--key", installation.key).exit_code in (1, 3)
    assert not (file.parent / "new.sqlite").exists()


def test_another_key_is_told_and_is_no_fault_of_the_file(installation: Installation, file: Path) -> None:
    other = installation.folder / "other"
    other.write_text(Identity.new().file(datetime.now(UTC)))
    code, said = look(installation, file, other)
    assert (code, "another key" in said) == (1, True)


def test_a_key_with_a_slip_in_it_is_told_without_the_key(installation: Installation, file: Path) -> None:
    slip = installation.folder / "slip"
    text = installation.key.read_text()
    slip.write_text(text[:-5] + ("Q" if text[-5] != "Q" else "P") + text[-4:])
    code, said = look(installation, file, slip)
    assert (code, "a slip in it" in said) == (1, True)
    assert text.splitlines()[-1][:30] not in said


def test_nothing_of_the_people_and_no_secret_is_in_the_file(file: Path) -> None:
    content = file.read_bytes()
    for mark in (*MARKS, "Żółkiewski", KEY, "SQLite format", "paper_case"):
        assert mark.encode() not in content, mark


NIGHTS = [f"account-desk-202601{day:02d}T{hour:02d}3000Z.age" for day in range(1, 31) for hour in (1, 12, 23)]


@pytest.mark.parametrize(
    "keep, stay",
    [
        (Keep(2), NIGHTS[-2:]),
        (Keep(4, 3), [NIGHTS[-7], *NIGHTS[-4:]]),
        (Keep(1, 100), NIGHTS[2::3]),
        (Keep(100), NIGHTS),
    ],
)
def test_the_newest_stay_and_one_of_each_of_so_many_days(keep: Keep, stay: list[str]) -> None:
    assert sorted(keep.of(NIGHTS[::-1])) == stay


def test_days_are_kept_beside_the_newest_and_not_alone(installation: Installation, tmp_path: Path) -> None:
    refused = installation.call("backup", "--to", tmp_path / "none", "--keep-days", 3)
    assert (refused.exit_code, "give --keep" in refused.stderr) == (2, True)
    assert not (tmp_path / "none").exists()


def test_older_ones_go_only_when_a_newer_one_lies_there(installation: Installation, file: Path) -> None:
    folder = file.parent
    for number in range(3):
        (folder / f"account-desk-2020010{number + 1}T000000Z.age").write_bytes(b"old")
    (folder / "notes.txt").write_text("not ours")
    lost = installation.call("backup", "--to", folder, "--keep", 2, PROVISIONER_JOURNAL_KEY="k" * 40)
    assert lost.exit_code != 0
    assert len(list(folder.glob("*.age"))) == 4
    file.rename(folder / "account-desk-20200104T000000Z.age")
    assert installation.call("backup", "--to", folder, "--keep", 2).exit_code == 0
    assert len(list(folder.glob("*.age"))) == 2
    assert (folder / "account-desk-20200104T000000Z.age").exists()
    assert (folder / "notes.txt").exists()


def test_a_full_disk_is_named_and_nothing_is_left_on_it(
    installation: Installation, desk: Database, small_disk: Path
) -> None:
    (small_disk / "ballast").write_bytes(bytes(3_500_000))
    done = installation.call("backup", "--to", small_disk)
    assert (done.exit_code, "is full" in done.stderr) == (1, True), done.output
    assert [one.name for one in small_disk.iterdir()] == ["ballast"]


def test_a_backup_is_closed_to_others_and_so_is_the_key(installation: Installation, file: Path) -> None:
    assert oct(file.stat().st_mode)[-3:] == "600"
    new = installation.folder / "new-key"
    made = installation.call("backup-key", new)
    assert made.stdout.startswith("PROVISIONER_BACKUP_RECIPIENTS=age1")
    assert oct(new.stat().st_mode)[-3:] == "600"
    assert installation.call("backup-key", new).exit_code == 1, "a key is never overwritten"


def test_without_recipients_no_backup_is_made(installation: Installation) -> None:
    done = installation.call("backup", "--to", installation.folder / "b", PROVISIONER_BACKUP_RECIPIENTS="")
    assert "PROVISIONER_BACKUP_RECIPIENTS: not set" in str(done.exception)


def test_memory_stays_flat_however_large_the_database_is(installation: Installation, desk: Database) -> None:
    with desk.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE ballast (content BLOB)")
        connection.exec_driver_sql("INSERT INTO ballast VALUES (zeroblob(150000000))")
    program = Path(sys.executable).with_name("provisioner")
    words = [str(program), "backup", "--to", str(installation.folder / "backups")]
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    subprocess.run(words, env=os.environ | installation.environment, check=True, capture_output=True)
    used = max(before, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
    assert used < 400_000 or used == before, f"{used} KiB"
