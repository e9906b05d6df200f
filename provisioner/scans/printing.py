"""The pages of scans for paper: read from the database, then made printable behind the wall."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.scans import wall
from provisioner.scans.rules import may_be_shown
from provisioner.scans.tables import Scan, ScanPage
from provisioner.scans.walled.answer import PRINT, heard_files


@dataclass(frozen=True)
class PagesOfScan:
    """A scan and its pages as we have drawn them; without any where a virus was found in it."""

    scan: Scan
    pictures: Sequence[bytes]


def pages_of(session: Session, scans: Sequence[Scan]) -> Sequence[PagesOfScan]:
    """Each scan with its pages; what is known of viruses is as it was when the scan was read."""
    found: dict[UUID, list[bytes]] = {one.id: [] for one in scans if may_be_shown(one.virus_check)}
    rows = sa.select(ScanPage.scan_id, ScanPage.picture).where(ScanPage.scan_id.in_(found))
    for scan_id, picture in session.execute(rows.order_by(ScanPage.scan_id, ScanPage.page)):
        found[scan_id].append(picture)
    return [PagesOfScan(one, found.get(one.id, [])) for one in scans]


def printable(one: PagesOfScan) -> Sequence[bytes]:
    """Its pages as JPEG; no transaction may be open. Raises Refused."""
    if not one.pictures:
        return ()
    lengths = [str(len(picture)) for picture in one.pictures]
    return wall.ask(b"".join(one.pictures), [PRINT, *lengths], heard_files)
