"""The process manager, with real processes: nothing is left behind, whatever ends first."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from provisioner.local.errors import StackError
from provisioner.local.supervisor import Supervisor

pytestmark = pytest.mark.patient

STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
)
PARENT = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(child.pid, flush=True)
time.sleep(60)
"""


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def alive(pid: int) -> bool:
    """Whether a process runs; one that ended and was not waited for yet does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def eventually(true: Callable[[], bool], seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def written_pid(log: Path) -> int:
    assert eventually(lambda: log.is_file() and log.read_text().strip().isdigit())
    return int(log.read_text())


def test_leaving_the_block_ends_children_and_grandchildren(tmp_path: Path) -> None:
    with Supervisor(tmp_path, print) as supervisor:
        supervisor.start("parent", python(PARENT), os.environ)
        grandchild = written_pid(tmp_path / "parent.log")
        assert alive(grandchild)
    assert not alive(grandchild)


def test_a_child_deaf_to_sigterm_is_killed(tmp_path: Path) -> None:
    started = time.monotonic()
    with Supervisor(tmp_path, print, stop_seconds=0.5) as supervisor:
        supervisor.start("deaf", python(STUBBORN), os.environ)
        supervisor.wait_until(lambda: "deaf" in (tmp_path / "deaf.log").read_text(), "deaf", 10)
    assert time.monotonic() - started < 10


def watch(logs: Path, code: str, say: Callable[[str], None] = print) -> None:
    """Run one child until the manager gives up."""
    with Supervisor(logs, say) as supervisor:
        supervisor.start("short", python(code), os.environ)
        supervisor.watch()


def wait_for_ever(logs: Path, code: str) -> None:
    """Wait for a child that never becomes ready."""
    with Supervisor(logs, print) as supervisor:
        supervisor.start("web", python(code), os.environ)
        supervisor.wait_until(lambda: False, "web", 2)


def test_a_child_that_dies_is_started_again(tmp_path: Path) -> None:
    said: list[str] = []

    def say_and_stop(line: str) -> None:
        said.append(line)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        watch(tmp_path, "raise SystemExit(3)", say_and_stop)
    assert said == ["short ended (exit code 3); starting it again"]


def test_a_child_that_keeps_dying_stops_the_stack_with_its_last_words(tmp_path: Path) -> None:
    with pytest.raises(StackError, match=r"short keeps ending \(exit code 1\): .*no database here"):
        watch(tmp_path, "raise SystemExit('no database here')")


def test_a_child_that_ends_while_starting_is_named_with_its_last_words(tmp_path: Path) -> None:
    with pytest.raises(StackError, match="web ended while starting: wrong setting"):
        wait_for_ever(tmp_path, "raise SystemExit('wrong setting')")


def test_a_child_that_is_never_ready_is_given_up_and_stopped(tmp_path: Path) -> None:
    with pytest.raises(StackError, match="web was not ready within 2 s"):
        wait_for_ever(tmp_path, "import time; time.sleep(60)")


def test_when_the_manager_itself_is_killed_nothing_is_left_running(tmp_path: Path) -> None:
    code = f"""
import os, pathlib, time
from provisioner.local.supervisor import Supervisor
with Supervisor(pathlib.Path({str(tmp_path)!r}), print) as supervisor:
    supervisor.start("parent", {python(PARENT)!r}, os.environ)
    time.sleep(60)
"""
    manager = subprocess.Popen(python(code))
    try:
        grandchild = written_pid(tmp_path / "parent.log")
    finally:
        manager.send_signal(signal.SIGKILL)
        manager.wait()
    assert eventually(lambda: not alive(grandchild))
