"""The wall: a process of its own that opens one file of a stranger's, and ends when it takes too long."""

import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from typing import IO, TypeVar

from provisioner.scans.rules import Refusal, Refused
from provisioner.scans.walled.answer import No

SECONDS = 60
AT_ONCE = 1
"""So many files one process of the desk reads at a time, for each may take much memory; the next one waits."""
WAIT_SECONDS = 15
"""So long a request waits for its turn; a process has few threads."""
_turns = threading.BoundedSemaphore(AT_ONCE)
Said = TypeVar("Said")


def ask(content: bytes, words: Sequence[str], hear: Callable[[IO[bytes]], Said]) -> Said:
    """What the process says of a file, once it is asked in these `words` and its answer read by `hear`.

    Raises Refused.
    """
    if not _turns.acquire(timeout=WAIT_SECONDS):
        raise Refused(Refusal.BUSY)
    try:
        return _ask(content, words, hear)
    finally:
        _turns.release()


def _ask(content: bytes, words: Sequence[str], hear: Callable[[IO[bytes]], Said]) -> Said:
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as answer:
        given.write(content)
        given.seek(0)
        # Without our environment, which holds secrets; -I keeps the folder it is started in out of its imports.
        command = [sys.executable, "-I", "-m", "provisioner.scans.walled", *words]
        try:
            ended = subprocess.run(
                command, stdin=given, stdout=answer, stderr=subprocess.DEVNULL, env={}, cwd="/", timeout=SECONDS,
                check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise Refused(Refusal.TOO_HEAVY) from None
        if ended.returncode:
            # Ended by a signal: over its limits, or broken by what it read.
            raise Refused(Refusal.TOO_HEAVY if ended.returncode < 0 else Refusal.DAMAGED)
        answer.seek(0)
        try:
            return hear(answer)
        except No as no:
            raise Refused(Refusal(no.why)) from None
        except (ValueError, TypeError, KeyError):
            raise Refused(Refusal.DAMAGED) from None
