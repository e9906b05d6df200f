"""What may be a scan, why a file is none, and what is known of viruses in one; no library, no framework."""

import re
from dataclasses import dataclass
from enum import StrEnum

from provisioner.scans.walled.beginnings import BEGINNINGS, PAGE_OF_THE_WEB, is_signature

LONGEST_FILE = 25
"""Megabytes of one file that the office can allow at most."""
MEGABYTE = 1024 * 1024
LOOKED_THROUGH = 1024
"""So far into a file browsers and readers look for what it could be."""


class FileKind(StrEnum):
    """What a scan is, by its content; the name of the file says nothing."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    TIFF = "tiff"


class Refusal(StrEnum):
    """Why a file is not kept; each is said in words at the field."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNKNOWN_KIND = "unknown_kind"
    TWO_KINDS = "two_kinds"
    """Read by one program it is a scan, by another it is a page or an archive."""
    APPENDED = "appended"
    """Something stands behind the end of the scan."""
    TEST_VIRUS = "test_virus"
    ENCRYPTED = "encrypted"
    ACTIVE = "active"
    """It runs something when it is opened, or carries other files."""
    DAMAGED = "damaged"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_HEAVY = "too_heavy"
    """It took more time or memory than one file is given."""
    BUSY = "busy"
    """Others' files are being read; this one may be sent again."""
    TOO_MANY_SCANS = "too_many_scans"
    MAIL_TOO_LARGE = "mail_too_large"
    SIGNATURE_ALONE = "signature_alone"
    """A signature beside a document or around it."""


class Refused(Exception):
    """This file is no scan that the office keeps; nothing of it is stored."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why.value)
        self.why = why


class VirusCheck(StrEnum):
    """What is known of viruses in a scan."""

    NOT_ASKED = "not_asked"
    """This installation has no scanner."""
    WAITING = "waiting"
    CLEAN = "clean"
    INFECTED = "infected"
    UNDECIDED = "undecided"
    """The scanner could not say."""


@dataclass(frozen=True)
class Limits:
    """How much one file may bring."""

    megabytes: int
    pages: int


ELSE_TOO = re.compile(PAGE_OF_THE_WEB.pattern + rb"|%PDF-", re.IGNORECASE)
TEST_VIRUS = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
"""By which every virus scanner is tried; not the whole of it, or those would find it here."""


def kind_of(content: bytes, limits: Limits) -> FileKind:
    """What the content begins as. Raises Refused."""
    if not content:
        raise Refused(Refusal.EMPTY)
    if len(content) > limits.megabytes * MEGABYTE:
        raise Refused(Refusal.TOO_LARGE)
    kind = next((FileKind(kind) for start, kind in BEGINNINGS.items() if content.startswith(start)), None)
    if kind is None:
        raise Refused(Refusal.SIGNATURE_ALONE if is_signature(content) else Refusal.UNKNOWN_KIND)
    if ELSE_TOO.search(content, 1, LOOKED_THROUGH):
        raise Refused(Refusal.TWO_KINDS)
    if TEST_VIRUS in content:
        raise Refused(Refusal.TEST_VIRUS)
    return kind


def may_be_shown(check: VirusCheck) -> bool:
    """Whether the pictures of its pages are shown: we made them ourselves, so only a found virus hides them."""
    return check is not VirusCheck.INFECTED


def may_be_handed_out(check: VirusCheck) -> bool:
    """Whether the file itself leaves: where there is a scanner, only once that has found nothing."""
    return check in (VirusCheck.NOT_ASKED, VirusCheck.CLEAN)
