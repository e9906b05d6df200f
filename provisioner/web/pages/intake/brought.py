"""The scans brought with a form that is being typed: shown beside it, and put on the case that it becomes."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import request, url_for
from sqlalchemy.orm import Session

from provisioner import drafts, staff
from provisioner.cases.tables import Case
from provisioner.drafts.tables import BroughtFile
from provisioner.scans import doors, listing
from provisioner.web.desk import desk
from provisioner.web.gate.access import myself
from provisioner.web.pages.scans.view import FILES, Sheet
from provisioner.web.words.paper.scans import page_name, scan_name
from provisioner.web.words.paper.signatures import Judged, judged
from provisioner.web.words.translate import _


@dataclass(frozen=True)
class FilesSaid:
    """What was wrong with the files that were chosen, or what is told of the mail with which they came, in words."""

    wrong: str = ""
    told: str = ""


NOTHING = FilesSaid()


@dataclass(frozen=True)
class Brought:
    """One scan: its name among those of the form, what is thought of its signatures, and its pages."""

    id: UUID
    name: str
    signatures: Sequence[Judged]
    sheets: Sequence[Sheet]


@dataclass(frozen=True)
class ScansBrought:
    """All of them, and the newest cases that hold one of these very files already."""

    files: Sequence[Brought]
    elsewhere: Sequence[Case]

    @property
    def sheets(self) -> Sequence[Sheet]:
        """Every page of every scan, in order."""
        return [sheet for file in self.files for sheet in file.sheets]


def scans_brought(form_key: str) -> ScansBrought:
    """What this person has brought with this form."""
    with desk().database.reading() as db:
        try:
            found = drafts.brought(db, UUID(form_key), by=myself().id)
        except (TypeError, ValueError):
            return ScansBrought((), ())
        elsewhere = listing.on_cases(db, [one.digest for one in found]) if found else ()
        return ScansBrought([_shown(one, number) for number, one in enumerate(found, start=1)], elsewhere)


def handed_over(db: Session, case_id: UUID, form_key: UUID) -> int:
    """Put what was brought with the form on its case; gives how many scans it is. Raises Refused for too many."""
    parts, count = desk(), 0
    for one in drafts.hand_over(db, form_key, by=myself().id):
        by, check = staff.member(db, myself().id), bool(parts.settings.clamd_host)
        count += len(doors.add(db, case_id, [one], check=check, by=by, at=parts.clock()).new)
    return count


def unread() -> FilesSaid:
    """What is said where a file was chosen but not read: a form without it came, so it is lost when nothing is said."""
    if not request.form.get(FILES):
        return NOTHING
    return FilesSaid(_("A file was chosen but not read: choose it again and press “Read the scan”"))


def _shown(one: BroughtFile, number: int) -> Brought:
    sheets = [
        Sheet(
            url_for("from_scan.picture", scan_id=one.id, page=page),
            "",
            page_name(number, page, one.pages),
        )
        for page in range(1, one.pages + 1)
    ]
    signatures = judged(one.kind, [each.signature for each in one.signed])
    return Brought(one.id, scan_name(number, one.pages), signatures, sheets)
