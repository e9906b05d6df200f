"""Stopping a whole process group: politely first, by force after a while."""

import os
import signal
import subprocess
import time
from collections.abc import Callable

FORCE_SECONDS = 5
POLL_SECONDS = 0.05


def stop_group(group: int, seconds: float, ended: Callable[[], bool]) -> None:
    """Send SIGTERM to a group, SIGKILL when it has not `ended` in time; a group already gone is fine."""
    for number, patience in ((signal.SIGTERM, seconds), (signal.SIGKILL, FORCE_SECONDS)):
        try:
            os.killpg(group, number)
        except ProcessLookupError:
            return
        if _within(patience, ended):
            return


def stop_child(process: subprocess.Popen[bytes], seconds: float) -> None:
    """Stop a child that leads its own group, and everything it started."""
    stop_group(process.pid, seconds, lambda: process.poll() is not None and group_is_gone(process.pid))


def let_go(process: "subprocess.Popen[bytes] | subprocess.Popen[str]") -> None:
    """Stop watching a child that shall outlive this process; somebody else ends it by its number."""
    process.returncode = 0


def group_is_gone(group: int) -> bool:
    """Whether no process of the group is left; one that nobody has waited for yet counts as there."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


def _within(seconds: float, ended: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if ended():
            return True
        time.sleep(POLL_SECONDS)
    return False
