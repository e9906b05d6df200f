"""The virus scanner's word on each scan, asked by the worker; while it is silent the scan waits."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import journal, outbox
from provisioner.journal import Event
from provisioner.outbox.claims import Claim
from provisioner.outbox.handlers import Handler, Hands, Next, Trouble
from provisioner.outside.parts import VIRUSES
from provisioner.outside.ports import PermanentError, VirusScanner
from provisioner.scans.doors import write
from provisioner.scans.kinds import CHECK_SCAN
from provisioner.scans.rules import VirusCheck
from provisioner.scans.tables import Scan, ScanContent

LONGEST_NAME = 120
EVENTS = {
    VirusCheck.CLEAN: Event.SCAN_CHECKED,
    VirusCheck.INFECTED: Event.SCAN_INFECTED,
    VirusCheck.UNDECIDED: Event.SCAN_NOT_CHECKED,
    VirusCheck.NOT_ASKED: Event.SCAN_NOT_CHECKED,
}


class CheckScan(Handler[bytes | None]):
    """Hand the file to the scanner and note what it says; without a scanner the scan waits no longer."""

    kind = CHECK_SCAN

    def __init__(self, hands: Hands, scanner: VirusScanner | None) -> None:
        self.hands = hands
        self.scanner = scanner

    def read(self, session: Session, claim: Claim) -> bytes | None:
        """The file; nothing where the scan was removed meanwhile."""
        return session.scalar(sa.select(ScanContent.content).where(ScanContent.scan_id == claim.subject_id))

    def carry_out(self, claim: Claim, work: bytes | None) -> Next | None:
        """Ask with no transaction open, then note it."""
        check, found = VirusCheck.NOT_ASKED, ""
        if self.scanner and work is not None:
            self.hands.lease.check()
            try:
                found = self.scanner.look(work)
            except PermanentError:
                self.hands.answered(VIRUSES)
                raise
            self.hands.answered(VIRUSES)
            check = VirusCheck.INFECTED if found else VirusCheck.CLEAN
        with self.hands.database.transaction() as session:
            now = self.hands.database.now(session)
            outbox.finish(session, claim, now=now)
            note(session, claim.subject_id, check, found, at=now)
        return None

    def give_up(self, session: Session, claim: Claim, trouble: Trouble, code: str, *, at: datetime) -> None:  # noqa: ARG002
        """The scanner cannot say: the file is not handed out."""
        note(session, claim.subject_id, VirusCheck.UNDECIDED, "", at=at)


def note(session: Session, scan_id: UUID, check: VirusCheck, found: str, *, at: datetime) -> None:
    """The one door for what is known of viruses; a scan that waits for it no more stays as it is (P8)."""
    waiting = sa.select(Scan).where(Scan.id == scan_id, Scan.virus_check == VirusCheck.WAITING)
    scan = session.scalars(waiting.with_for_update(of=Scan)).unique().one_or_none()
    if scan is None:
        return
    scan.virus_check, scan.checked_at, scan.found = check, at, found[:LONGEST_NAME]
    session.flush()
    write(session, EVENTS[check], scan, at=at, actor=journal.WORKER)
