"""One running stack a data folder, found and stopped from another process."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from provisioner.local.errors import StackError
from provisioner.local.single import PID_FILE, only_one, running, stop_other

HOLDER = """
import pathlib, signal, sys
from provisioner.local.single import only_one
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
with only_one(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    signal.pause()
"""


def holder(data: Path) -> subprocess.Popen[str]:
    """Another process that holds the data folder."""
    process = subprocess.Popen([sys.executable, "-c", HOLDER, str(data)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_start_is_refused_with_the_process_that_runs(tmp_path: Path) -> None:
    other = holder(tmp_path)
    with pytest.raises(StackError, match=rf"already running here \(process {other.pid}\)"), only_one(tmp_path):
        pass
    other.terminate()
    other.communicate()


def test_another_process_stops_it(tmp_path: Path) -> None:
    other = holder(tmp_path)
    assert running(tmp_path) == other.pid
    assert stop_other(tmp_path, seconds=10)
    other.communicate()
    assert other.returncode == 0
    assert running(tmp_path) is None


def test_nothing_to_stop_is_no_error(tmp_path: Path) -> None:
    assert not stop_other(tmp_path)


def test_a_number_left_by_a_killed_process_is_never_signalled(tmp_path: Path) -> None:
    other = holder(tmp_path)
    other.send_signal(signal.SIGKILL)
    other.communicate()
    (tmp_path / PID_FILE).write_text(str(os.getpid()))  # By now the number may belong to anybody: here to us.
    assert running(tmp_path) is None
    assert not stop_other(tmp_path)
    with only_one(tmp_path):
        assert running(tmp_path) == os.getpid()


def test_two_data_folders_do_not_disturb_each_other(tmp_path: Path) -> None:
    with only_one(tmp_path / "one"), only_one(tmp_path / "two"):
        assert running(tmp_path / "one") == os.getpid()


def test_the_data_folder_is_closed_to_others(tmp_path: Path) -> None:
    with only_one(tmp_path / "var"):
        assert (tmp_path / "var").stat().st_mode & 0o777 == 0o700
