"""Scans are looked through for viruses by the worker; while the scanner is silent they wait, and nothing else does."""

from uuid import UUID

import pytest
import sqlalchemy as sa

from provisioner.cli.worker import parts_without
from provisioner.database import Database
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry
from provisioner.outside import health
from provisioner.outside.ports import PermanentError, TransientError
from provisioner.scans.checking import CheckScan
from provisioner.scans.doors import add, remove
from provisioner.scans.rules import VirusCheck
from provisioner.scans.tables import Scan
from provisioner.settings import Settings
from tests.factories import NOW, member, recorded
from tests.scanned import EICAR, drawn
from tests.worker.desk import WorkerDesk

PICTURE = drawn("Wniosek")


class FakeScanner:
    """Knows one virus; says `trouble` instead where there is some."""

    def __init__(self) -> None:
        self.trouble: Exception | None = None

    def look(self, content: bytes) -> str:
        if self.trouble:
            raise self.trouble
        return "Eicar-Test" if EICAR in content else ""


@pytest.fixture
def scanner(desk: WorkerDesk) -> FakeScanner:
    found = FakeScanner()
    desk.more = lambda hands: [CheckScan(hands, found)]
    return found


def put(database: Database, content: bytes = PICTURE.content) -> UUID:
    one = type(PICTURE)(PICTURE.kind, content, PICTURE.pages)
    with database.transaction() as session:
        case = recorded(session).id
        add(session, case, [one], check=True, by=member(session, "Anna Nowak"), at=NOW)
        return session.scalars(sa.select(Scan.id).where(Scan.case_id == case)).one()


def known(database: Database) -> tuple[VirusCheck, str]:
    with database.reading() as session:
        scan = session.scalars(sa.select(Scan)).unique().one()
        return scan.virus_check, scan.found


def told(database: Database) -> list[Event]:
    with database.reading() as session:
        lines = sa.select(AuditEntry.event).where(AuditEntry.event.startswith("application:scan-"))
        return list(session.scalars(lines.order_by(AuditEntry.seq)))


@pytest.mark.parametrize(
    "content, check, found, event",
    [
        (PICTURE.content, VirusCheck.CLEAN, "", Event.SCAN_CHECKED),
        (PICTURE.content + EICAR, VirusCheck.INFECTED, "Eicar-Test", Event.SCAN_INFECTED),
    ],
)
def test_the_scanner_says_whether_a_scan_has_a_virus(
    desk: WorkerDesk, scanner: FakeScanner, content: bytes, check: VirusCheck, found: str, event: Event
) -> None:
    put(desk.database, content)
    assert known(desk.database) == (VirusCheck.WAITING, "")
    desk.run()
    assert known(desk.database) == (check, found)
    assert told(desk.database) == [Event.SCAN_ADDED, event]


def test_while_the_scanner_is_silent_a_scan_waits_and_is_checked_once_it_answers(
    desk: WorkerDesk, scanner: FakeScanner
) -> None:
    put(desk.database)
    scanner.trouble = TransientError("viruses_unreachable", "viruses")
    worker = desk.worker()
    desk.run(worker)
    assert known(desk.database) == (VirusCheck.WAITING, "")
    with desk.database.reading() as session:
        assert health.problems(session).keys() == {"viruses"}
    scanner.trouble = None
    desk.later()
    desk.run(worker)
    assert known(desk.database) == (VirusCheck.CLEAN, "")
    with desk.database.reading() as session:
        assert health.problems(session) == {}


def test_a_scanner_that_this_installation_has_no_more_is_not_down_for_ever(
    desk: WorkerDesk, scanner: FakeScanner
) -> None:
    assert [*parts_without(Settings()), *parts_without(Settings(clamd_host="clamd", reports_host="imap"))] == [
        "reports", "viruses",
    ]  # fmt: skip
    put(desk.database)
    scanner.trouble = TransientError("viruses_unreachable", "viruses")
    desk.run()
    worker = desk.worker()
    worker.failures.forget(parts_without(Settings()))
    with desk.database.reading() as session:
        assert health.problems(session) == {}
    desk.more = lambda hands: [CheckScan(hands, None)]
    assert desk.run(desk.worker()) == 1, "what waited for it goes on at once"


def test_what_the_scanner_cannot_say_is_not_tried_again(desk: WorkerDesk, scanner: FakeScanner) -> None:
    put(desk.database)
    scanner.trouble = PermanentError("viruses_size_limit")
    desk.run()
    assert (known(desk.database), told(desk.database)[-1]) == ((VirusCheck.UNDECIDED, ""), Event.SCAN_NOT_CHECKED)


def test_where_the_scanner_was_taken_away_a_scan_waits_no_longer(desk: WorkerDesk) -> None:
    desk.more = lambda hands: [CheckScan(hands, None)]
    put(desk.database)
    desk.run()
    assert known(desk.database) == (VirusCheck.NOT_ASKED, "")


def test_a_scan_that_was_removed_is_asked_about_no_more(desk: WorkerDesk, scanner: FakeScanner) -> None:
    scan = put(desk.database)
    with desk.database.transaction() as session:
        remove(session, scan, reason="pomyłka", by=member(session, "Anna Nowak"), at=NOW)
    assert desk.run() == 0
