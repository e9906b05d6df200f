"""Opening a file that somebody has brought: in a process of its own, which ends when it takes too long."""

import hashlib
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from provisioner.scans.rules import FileKind, Limits, Refusal, Refused, kind_of
from provisioner.scans.walled.answer import CODES, Drawn, Heard, No, heard

SECONDS = 60
AT_ONCE = 1
"""So many files one process of the desk reads at a time, for each may take much memory; the next one waits."""
WAIT_SECONDS = 15
"""So long a request waits for its turn; a process has few threads."""
_turns = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True)
class ReadScan:
    """A file that may be kept: its bytes as they came, its pages as we show them, what codes say where that was asked.

    Anybody can have made a code.
    """

    kind: FileKind
    content: bytes
    pages: Sequence[Drawn]
    codes: Sequence[str] = ()

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes, by which the same file is known again."""
        return hashlib.sha256(self.content).hexdigest()


def read(content: bytes, limits: Limits, *, codes: bool = False) -> ReadScan:
    """Look at a file from all sides, for `codes` on its pages too; no transaction may be open, for this takes seconds.

    Raises Refused.
    """
    kind = kind_of(content, limits)
    if not _turns.acquire(timeout=WAIT_SECONDS):
        raise Refused(Refusal.BUSY)
    try:
        told = _heard(content, [kind.value, str(limits.pages), *([CODES] if codes else [])])
        return ReadScan(kind, content, told.pages, told.codes)
    finally:
        _turns.release()


def _heard(content: bytes, asked: Sequence[str]) -> Heard:
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as answer:
        given.write(content)
        given.seek(0)
        # Without our environment, which holds secrets; -I keeps the folder it is started in out of its imports.
        command = [sys.executable, "-I", "-m", "provisioner.scans.walled", *asked]
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
            return heard(answer)
        except No as no:
            raise Refused(Refusal(no.why)) from None
        except (ValueError, TypeError, KeyError):
            raise Refused(Refusal.DAMAGED) from None
