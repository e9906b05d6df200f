"""A full disk and a locked database are two things: for whoever watches the desk, in its log, and on its pages."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from provisioner.database import Database
from provisioner.staff.roles import Role
from tests.web.desk import DeskUnderTest, desk_over
from tests.web.test_busy_database import held

ENOUGH = 4_000_000


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with a few megabytes."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a file system")
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ENOUGH}", "tmpfs", folder], check=True)
    yield folder
    subprocess.run(["umount", folder], check=True)


@pytest.fixture
def cramped(sqlite_url: str, small_disk: Path) -> Iterator[DeskUnderTest]:
    """A desk on that disk."""
    there = small_disk / "desk.sqlite"
    shutil.copy(sqlite_url.removeprefix("sqlite:///"), there)
    database = Database(f"sqlite:///{there}")
    yield desk_over(database)
    database.close()


def ready(desk: DeskUnderTest) -> tuple[int, str]:
    answer = desk.nobody().client.get("/health/ready")
    return answer.status_code, answer.text


def fill(folder: Path) -> Path:
    """Use every byte that is left."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))
    return ballast


def test_a_full_disk_is_named_by_health_page_and_log_until_there_is_room(
    cramped: DeskUnderTest, small_disk: Path
) -> None:
    browser = cramped.as_(Role.CLERK)
    page = browser.get("/applications/new")
    assert ready(cramped) == (200, "ok\n")
    ballast = fill(small_disk)
    with capture_logs() as lines:
        assert ready(cramped) == (503, "database: disk full\n")
        cramped.clock.advance(minutes=5)
        assert browser.send(page, "/applications/new").status in (400, 503)
        browser.get("/language?code=en")
    assert {"database:full"} <= {line["event"] for line in lines}
    assert [line["reason"] for line in lines if line["event"] == "session:not-saved"] != []
    assert not [line for line in lines if line["event"] in ("database:locked", "database:silent")]
    ballast.unlink()
    assert ready(cramped) == (200, "ok\n")


def test_what_the_database_refuses_for_want_of_room_is_told_so(small_desk: DeskUnderTest) -> None:
    browser = small_desk.as_(Role.CLERK)
    full = full_error(small_desk.database)

    def fail(*about: object) -> None:
        if "paper_case" in str(about[2]):
            raise full

    sa.event.listen(small_desk.database.engine, "before_cursor_execute", fail)
    with capture_logs() as lines:
        answer = browser.get("/")
    assert answer.status == 503
    assert "Tell the operator that the disk is full" in answer.main
    assert "database:full" in [line["event"] for line in lines]


def full_error(database: Database) -> Exception:
    """What SQLite says when it may not grow."""
    with database.transaction() as session:
        session.execute(sa.text("PRAGMA max_page_count=1"))
        too_much = sa.text("CREATE TABLE too_much AS SELECT randomblob(1000000) AS filling")
        with pytest.raises(OperationalError) as found:
            session.execute(too_much)
        session.rollback()
    return found.value


def test_a_locked_database_is_named_by_health_and_log(small_desk: DeskUnderTest, sqlite_url: str) -> None:
    assert ready(small_desk) == (200, "ok\n")
    with held(sqlite_url), capture_logs() as lines:
        assert ready(small_desk) == (503, "database: locked\n")
    assert [line["event"] for line in lines] == ["database:locked"]
    assert ready(small_desk) == (200, "ok\n")
