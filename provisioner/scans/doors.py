"""The doors of a scan: it joins its case, and it leaves again where it was added by mistake (P8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import journal, office, outbox
from provisioner.cases import UnknownCase
from provisioner.cases.locking import lock_case
from provisioner.cases.moves import OBJECT
from provisioner.cases.tables import Case
from provisioner.entry.reasons import given
from provisioner.journal import Event
from provisioner.office import OfficeRules
from provisioner.scans.kinds import CHECK_SCAN
from provisioner.scans.reading import ReadScan
from provisioner.scans.rules import Limits, Refusal, Refused, VirusCheck
from provisioner.scans.tables import Scan, ScanContent, ScanPage, ScanSignature
from provisioner.staff.tables import StaffMember

REASON = "scan_reason"


class ScanStays(Exception):
    """The case was decided from this scan, so it stays."""


class UnknownScan(LookupError):
    """There is no such scan, or no such page of it."""


@dataclass(frozen=True)
class Added:
    """The numbers of the scans that are new on the case, and of those that were there already."""

    new: Sequence[int]
    known: Sequence[int]


def limits(rules: OfficeRules) -> Limits:
    """How much one file may bring."""
    return Limits(rules.scan_megabytes, rules.scan_pages)


def add(
    session: Session, case_id: UUID, files: Sequence[ReadScan], *, check: bool, by: StaffMember, at: datetime
) -> Added:
    """Put files on a case in any state, all or none; the same file stands once. `check` has the virus scanner asked.

    Raises UnknownCase, and Refused for too many.
    """
    lock_case(session, case_id)
    rows = session.execute(sa.select(Scan.digest, Scan.number).where(Scan.case_id == case_id))
    there = {digest: number for digest, number in rows}  # noqa: C416 - a row is no pair for mypy
    fresh = {one.digest: one for one in files if one.digest not in there}
    known = sorted({there[one.digest] for one in files if one.digest in there})
    if len(there) + len(fresh) > office.rules(session).scans_a_case:
        raise Refused(Refusal.TOO_MANY_SCANS)
    last = max(there.values(), default=0)
    new = list(range(last + 1, last + 1 + len(fresh)))
    for number, one in zip(new, fresh.values(), strict=True):
        _keep(session, case_id, number, one, check=check, by=by, at=at)
    return Added(new, known)


def remove(session: Session, scan_id: UUID, *, reason: str, by: StaffMember, at: datetime) -> UUID:
    """Take away a scan that was added by mistake, unless its case was decided from it; gives the case.

    Raises UnknownScan, ScanStays, ReasonMissing.
    """
    why = given(reason)
    scan = session.get(Scan, scan_id)
    if scan is None:
        raise UnknownScan(str(scan_id))
    try:
        lock_case(session, scan.case_id)
    except UnknownCase:
        raise UnknownScan(str(scan_id)) from None
    if stays(scan, session.get_one(Case, scan.case_id, populate_existing=True)):
        raise ScanStays
    for table in (ScanPage, ScanContent, ScanSignature):
        session.execute(sa.delete(table).where(table.scan_id == scan_id))
    gone = session.execute(sa.delete(Scan).where(Scan.id == scan_id).execution_options(synchronize_session=False))
    if not gone.rowcount:  # type: ignore[attr-defined]
        raise UnknownScan(str(scan_id))
    outbox.supersede(session, CHECK_SCAN, scan_id, now=at)
    write(session, Event.SCAN_REMOVED, scan, at=at, actor=journal.staff(by.id), values={REASON: ("", why)})
    return scan.case_id


def stays(scan: Scan, case: Case) -> bool:
    """Whether the case was decided from this scan: it was there by then, and no virus is in it."""
    since = case.decided_since
    return since is not None and scan.added_at <= since and scan.virus_check is not VirusCheck.INFECTED


def write(
    session: Session, event: Event, scan: Scan, *, at: datetime, actor: str, values: journal.Values | None = None
) -> None:
    """One line of the history of the case, about this scan of it."""
    journal.record(
        session, event, at=at, actor=actor, object_type=OBJECT, object_id=scan.case_id, values=values,
        scan=scan.number, pages=scan.pages, digest=scan.digest,
    )  # fmt: skip


def _keep(
    session: Session, case_id: UUID, number: int, one: ReadScan, *, check: bool, by: StaffMember, at: datetime
) -> None:
    scan = Scan(
        id=uuid4(), case_id=case_id, number=number, digest=one.digest, kind=one.kind, bytes=len(one.content),
        pages=len(one.pages), added_at=at, added_by=by.id,
        virus_check=VirusCheck.WAITING if check else VirusCheck.NOT_ASKED,
    )  # fmt: skip
    session.add(scan)
    session.flush()
    session.add(ScanContent(scan_id=scan.id, content=one.content))
    session.add_all(
        ScanSignature(scan_id=scan.id, place=place, **vars(signature))
        for place, signature in enumerate(one.signatures, start=1)
    )
    session.add_all(
        ScanPage(
            scan_id=scan.id, page=page, width=drawn.width, height=drawn.height, picture=drawn.picture,
            thumbnail=drawn.thumbnail,
        )
        for page, drawn in enumerate(one.pages, start=1)
    )  # fmt: skip
    if check:
        outbox.put(session, CHECK_SCAN, scan.id, at)
    write(session, Event.SCAN_ADDED, scan, at=at, actor=journal.staff(by.id))
