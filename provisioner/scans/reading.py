"""Opening a file that somebody has brought as a scan: told by its content, read behind the wall."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from provisioner.scans import wall
from provisioner.scans.rules import FileKind, Limits, kind_of
from provisioner.scans.walled.answer import CODES, Drawn, heard


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
    told = wall.ask(content, [kind.value, str(limits.pages), *([CODES] if codes else [])], heard)
    return ReadScan(kind, content, told.pages, told.codes)
