"""The pages of scans for paper: read from the database, then made printable behind the wall."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.scans import wall
from provisioner.scans.rules import may_be_shown
from provisioner.scans.tables import Scan, ScanPage
from provisioner.scans.walled.answer import PRINT, heard_files

MOST_PAGES = 100
"""So many go into one PDF: whoever waits for the wall or the press meanwhile has to be served, too."""


@dataclass(frozen=True)
class PagesOfScan:
    """A scan and its pages as we have drawn them; without any where a virus was found in it.

    `left_from` is the first page that had no room any more.
    """

    scan: Scan
    pictures: Sequence[bytes]
    left_from: int | None = None


def pages_of(session: Session, scans: Sequence[Scan]) -> Sequence[PagesOfScan]:
    """Each scan with its pages; what is known of viruses is as it was when the scan was read."""
    shown = [one for one in scans if may_be_shown(one.virus_check)]
    taken = _taken(shown)
    found: dict[UUID, list[bytes]] = {one.id: [] for one in scans}
    wanted = [sa.and_(ScanPage.scan_id == one.id, ScanPage.page <= taken[one.id]) for one in shown]
    rows = sa.select(ScanPage.scan_id, ScanPage.picture).where(sa.or_(sa.false(), *wanted))
    for scan_id, picture in session.execute(rows.order_by(ScanPage.scan_id, ScanPage.page)) if wanted else ():
        found[scan_id].append(picture)
    return [PagesOfScan(one, found[one.id], _left(one, taken)) for one in scans]


def _taken(scans: Sequence[Scan]) -> Mapping[UUID, int]:
    """How many pages of each, in their order, as long as there is room."""
    taken, room = {}, MOST_PAGES
    for one in scans:
        taken[one.id] = min(one.pages, room)
        room -= taken[one.id]
    return taken


def _left(one: Scan, taken: Mapping[UUID, int]) -> int | None:
    there = taken.get(one.id, one.pages)
    return there + 1 if there < one.pages else None


def printable(one: PagesOfScan) -> Sequence[bytes]:
    """Its pages as JPEG; no transaction may be open. Raises Refused."""
    if not one.pictures:
        return ()
    lengths = [str(len(picture)) for picture in one.pictures]
    return wall.ask(b"".join(one.pictures), [PRINT, *lengths], heard_files)
