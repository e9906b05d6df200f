"""Opening a file that somebody has brought as a scan: told by its content, read behind the wall."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from provisioner.scans import wall
from provisioner.scans.rules import FileKind, Limits, kind_of
from provisioner.scans.signatures import Signature
from provisioner.scans.walled.answer import CODES, Drawn, Heard, heard


@dataclass(frozen=True)
class ReadScan:
    """A file that may be kept: its bytes as they came, its pages as we show them, what codes say where that was asked,
    and what is thought of its signatures.

    Anybody can have made a code.
    """

    kind: FileKind
    content: bytes
    pages: Sequence[Drawn]
    codes: Sequence[str] = ()
    signatures: Sequence[Signature] = ()

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes, by which the same file is known again."""
        return hashlib.sha256(self.content).hexdigest()


def read(content: bytes, limits: Limits, *, issuers: Path | None = None, codes: bool = False) -> ReadScan:
    """Look at a file from all sides, for `codes` on its pages too; no transaction may be open, for this takes seconds.

    Certificates of signatures count that come from the `issuers` in this folder. Raises Refused.
    """
    kind = kind_of(content, limits)
    folder = str(issuers.resolve()) if issuers else ""
    told, signatures = wall.ask(content, [kind.value, str(limits.pages), folder, *([CODES] if codes else [])], _heard)
    return ReadScan(kind, content, told.pages, told.codes, signatures)


def _heard(answer: IO[bytes]) -> tuple[Heard, Sequence[Signature]]:
    told = heard(answer)
    return told, [Signature.heard(one) for one in told.signatures]
