"""A mail that somebody has saved as a file (`.eml`): who sent it and when it came, and the files that came with it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from provisioner.scans import wall
from provisioner.scans.rules import LONGEST_FILE, MEGABYTE, Refusal, Refused
from provisioner.scans.walled.answer import MAIL, heard_mail

HEADS = 64 * 1024
BEFORE = b"\xef\xbb\xbf\r\n"
"""What programs write before the first line: a byte order mark, empty lines."""
FIRST_LINE = re.compile(rb"(?:From [^\r\n]{1,500}\r?\n)?[A-Za-z][A-Za-z0-9-]{0,60}:")
NAMED = re.compile(rb"^(?:from|received|date|subject|mime-version):", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class ReadMail:
    """What a mail says of itself, as text that nobody has believed, and the files with it, each still to be read.

    `received` is when the last server took it, or what the sender's clock said; `others` are so many parts besides, of
    which so many are `signatures` in files of their own, which nobody checks.
    """

    sender: str
    received: datetime | None
    files: Sequence[bytes]
    others: int
    signatures: int


def is_mail(content: bytes) -> bool:
    """Whether it begins as a mail does; a scan begins otherwise."""
    begins = content[:HEADS].lstrip(BEFORE)
    return bool(FIRST_LINE.match(begins) and NAMED.search(begins))


def read_mail(content: bytes) -> ReadMail:
    """Take a mail apart behind the wall; no transaction may be open. Raises Refused."""
    if len(content) > LONGEST_FILE * MEGABYTE:
        raise Refused(Refusal.MAIL_TOO_LARGE)
    told = wall.ask(content.lstrip(BEFORE), [MAIL], heard_mail)
    received = datetime.fromisoformat(told.received).astimezone(UTC) if told.received else None
    return ReadMail(told.sender, received, told.files, told.others, told.signatures)
