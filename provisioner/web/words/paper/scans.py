"""Scans in words: their own names, why a file is none, what is known of viruses in one."""

from collections.abc import Mapping
from typing import Any

from flask_babel import format_decimal

from provisioner.office import OfficeRules
from provisioner.scans.rules import LONGEST_FILE, MEGABYTE, FileKind, Refusal
from provisioner.web.words.translate import _, _l, ngettext

KINDS: Mapping[FileKind, str] = {
    FileKind.PDF: "PDF", FileKind.JPEG: "JPEG", FileKind.PNG: "PNG", FileKind.TIFF: "TIFF",
}  # fmt: skip
REFUSALS: Mapping[Refusal, Any] = {
    Refusal.EMPTY: _l("%(file)s is empty: choose a file that has something in it"),
    Refusal.TOO_LARGE: _l("%(file)s is too large: at most %(megabytes)s MB; scan it again with 150 or 200 dpi"),
    Refusal.UNKNOWN_KIND: _l("%(file)s is no PDF, JPEG, PNG or TIFF, whatever its name says: scan the paper anew"),
    Refusal.TWO_KINDS: _l("%(file)s is a page of the web or an archive as well as a scan: scan the paper anew"),
    Refusal.APPENDED: _l("%(file)s has something behind its end that is no part of the scan: scan the paper anew"),
    Refusal.TEST_VIRUS: _l("%(file)s has the mark inside by which virus scanners are tried: scan the paper anew"),
    Refusal.ENCRYPTED: _l("%(file)s is protected by a password: save it without one, or print it and scan the print"),
    Refusal.ACTIVE: _l(
        "%(file)s runs something when it is opened, or has other files inside: print it and scan the print"
    ),
    Refusal.DAMAGED: _l("%(file)s is damaged and cannot be opened: scan the paper anew"),
    Refusal.TOO_MANY_PAGES: _l("%(file)s has too many pages: at most %(pages)s; divide it"),
    Refusal.TOO_MANY_PIXELS: _l("%(file)s is a picture of too many dots: scan the paper with 150 or 200 dpi"),
    Refusal.BUSY: _l("%(file)s was not looked at, because other files are being read: add it again in a minute"),
    Refusal.TOO_HEAVY: _l("%(file)s takes too much time or memory to open: scan the paper anew with 150 or 200 dpi"),
    Refusal.TOO_MANY_SCANS: _l("That would be too many scans: a case has %(scans)s at most"),
    Refusal.SIGNATURE_ALONE: _l(
        "%(file)s is an electronic signature in a file of its own, which is not checked here: ask for a signed PDF"
    ),
    Refusal.MAIL_TOO_LARGE: _l("%(file)s is a mail of more than %(mail)s MB: save what came with it, and choose that"),
}


def scan_name(number: int, pages: int) -> str:
    """The name by which the office knows a scan; what the file was called by whoever sent it is not kept."""
    return _("Scan %(number)s, %(pages)s", number=number, pages=ngettext("%(num)d page", "%(num)d pages", pages))


def page_name(number: int, page: int, pages: int) -> str:
    """What a page is called, also to those who see none of it."""
    return _("Scan %(number)s, page %(page)s of %(pages)s", number=number, page=page, pages=pages)


def size(many: int) -> str:
    """How large a file is, as people say it."""
    if many < MEGABYTE:
        return _("%(size)s KB", size=max(1, round(many / 1024)))
    return _("%(size)s MB", size=format_decimal(many / MEGABYTE, format="0.0"))


def refusal(why: Refusal, place: int, of: int, rules: OfficeRules) -> str:
    """Why a file is not kept and what to do; the files of a form are told apart by their order."""
    return refusal_of(_("The file") if of == 1 else _("File %(number)s", number=place), why, rules)


def refusal_of(file: str, why: Refusal, rules: OfficeRules) -> str:
    """The same of a file that is called otherwise."""
    said = {
        "file": file, "megabytes": rules.scan_megabytes, "pages": rules.scan_pages, "scans": rules.scans_a_case,
        "mail": LONGEST_FILE,
    }  # fmt: skip
    return str(REFUSALS[why]) % said
