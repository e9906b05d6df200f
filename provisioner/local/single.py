"""One `local up` per data folder, and how another terminal finds it."""

import fcntl
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from provisioner.local.errors import StackError
from provisioner.local.secret_files import private_folder

STOP_SECONDS = 90
PID_FILE = "local.pid"


@contextmanager
def only_one(data: Path) -> Iterator[None]:
    """Hold the data folder for this process; the lock ends with the process, however it ends.

    Raises StackError when another process holds it.
    """
    private_folder(data)
    with (data / PID_FILE).open("a+") as file:
        if not _lock(file.fileno()):
            file.seek(0)
            raise StackError(f"already running here (process {file.read().strip()}): stop it with `local down`")
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


def running(data: Path) -> int | None:
    """The process that holds the data folder; None when nobody does, whatever the file says."""
    path = data / PID_FILE
    if not path.is_file():
        return None
    with path.open("r") as file:
        if _lock(file.fileno()):
            return None
        text = file.read().strip()
    return int(text) if text.isdigit() else None


def stop_other(data: Path, seconds: float = STOP_SECONDS) -> bool:
    """Ask the process that holds the folder to stop, and wait for it; False when nothing was running.

    Raises StackError when it does not stop in time.
    """
    pid = running(data)
    if pid is None:
        return False
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + seconds
    while running(data) == pid:
        if time.monotonic() > deadline:
            raise StackError(f"process {pid} did not stop within {seconds:.0f} s")
        time.sleep(0.1)
    return True


def _lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
