"""Reading scans: those of a case, a page of one, the file itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.cases.tables import Case
from provisioner.scans.doors import UnknownScan
from provisioner.scans.rules import VirusCheck
from provisioner.scans.tables import Scan, ScanContent, ScanPage

SHOWN = 3
"""So many cases with the same file are told."""


@dataclass(frozen=True)
class Picture:
    """A page as it is shown, and whose case it is of."""

    case_id: UUID
    virus_check: VirusCheck
    webp: bytes


def of_case(session: Session, case_id: UUID) -> Sequence[Scan]:
    """The scans of a case in the order in which they came, with their signatures."""
    return session.scalars(sa.select(Scan).where(Scan.case_id == case_id).order_by(Scan.number)).unique().all()


def scan(session: Session, scan_id: UUID) -> Scan:
    """One scan. Raises UnknownScan."""
    found = session.get(Scan, scan_id)
    if found is None:
        raise UnknownScan(str(scan_id))
    return found


def on_cases(session: Session, digests: Sequence[str]) -> Sequence[Case]:
    """The newest cases that hold one of these very files already."""
    holding = sa.exists().where(Scan.case_id == Case.id, Scan.digest.in_(digests))
    return session.scalars(sa.select(Case).where(holding).order_by(Case.recorded_at.desc()).limit(SHOWN)).all()


def picture(session: Session, scan_id: UUID, page: int, *, small: bool = False) -> Picture:
    """One page. Raises UnknownScan."""
    chosen = sa.select(Scan.case_id, Scan.virus_check, ScanPage.thumbnail if small else ScanPage.picture)
    found = session.execute(
        chosen.join(ScanPage, ScanPage.scan_id == Scan.id).where(Scan.id == scan_id, ScanPage.page == page)
    ).one_or_none()
    if found is None:
        raise UnknownScan(str(scan_id))
    return Picture(*found)


def content(session: Session, scan_id: UUID) -> bytes:
    """The file as it came. Raises UnknownScan."""
    found = session.scalar(sa.select(ScanContent.content).where(ScanContent.scan_id == scan_id))
    if found is None:
        raise UnknownScan(str(scan_id))
    return found
