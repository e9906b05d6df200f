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
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if ended():
                return
            time.sleep(POLL_SECONDS)


def stop_child(process: subprocess.Popen[bytes], seconds: float) -> None:
    """Stop a child that leads its own group."""
    stop_group(process.pid, seconds, lambda: process.poll() is not None)
