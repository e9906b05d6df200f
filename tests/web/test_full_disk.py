"""A full disk and a locked database are two things for whoever watches the desk, and in its log."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from provisioner.database import Database
from provisioner.staff.roles import Role
from tests.web.desk import DeskUnderTest, desk_over
from tests.web.test_busy_database import held

ENOUGH = 4_000_000
WITHOUT_ROOM = Path("/proc")
"""A file system that never has a byte left."""


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
def desk_there(sqlite_url: str, small_disk: Path) -> Iterator[DeskUnderTest]:
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


def test_health_names_a_full_disk_before_anything_is_written() -> None:
    database = Database(f"sqlite:///{WITHOUT_ROOM}/desk.sqlite")
    with capture_logs() as lines:
        assert ready(desk_over(database)) == (503, "database: disk full\n")
    assert [line["event"] for line in lines] == ["database:full"]


@pytest.mark.drill_only
def test_a_full_disk_is_named_by_health_page_and_log_until_there_is_room(
    desk_there: DeskUnderTest, small_disk: Path
) -> None:
    browser = desk_there.as_(Role.CLERK)
    page = browser.get("/applications/new")
    assert ready(desk_there) == (200, "ok\n")
    ballast = fill(small_disk)
    with capture_logs() as lines:
        assert ready(desk_there) == (503, "database: disk full\n")
        desk_there.clock.advance(minutes=5)
        assert browser.send(page, "/applications/new").status in (400, 503)
        browser.get("/language?code=en")
    assert {"database:full"} <= {line["event"] for line in lines}
    assert [line["reason"] for line in lines if line["event"] == "session:not-saved"] != []
    assert not [line for line in lines if line["event"] in ("database:locked", "database:silent")]
    ballast.unlink()
    assert ready(desk_there) == (200, "ok\n")


def test_a_locked_database_is_named_by_health_and_log(small_desk: DeskUnderTest, sqlite_url: str) -> None:
    assert ready(small_desk) == (200, "ok\n")
    with held(sqlite_url), capture_logs() as lines:
        assert ready(small_desk) == (503, "database: locked\n")
    assert [line["event"] for line in lines] == ["database:locked"]
    assert ready(small_desk) == (200, "ok\n")
