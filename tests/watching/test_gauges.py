"""Each gauge against a desk in that state, on both databases."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa

from provisioner import journal, outbox
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.agreement.rules import FindingKind
from provisioner.agreement.tables import AgreementRun, Finding
from provisioner.backups import longest
from provisioner.backups.tables import Restoration
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.database import Database
from provisioner.journal.anchors import append
from provisioner.office.time import office_date
from provisioner.outbox.tables import Task
from provisioner.outside import health
from provisioner.post.kinds import MAIL_LETTER
from provisioner.settings import Settings
from provisioner.watching import Watch, concerns, gauges
from provisioner.watching.gauges import Gauge
from tests.factories import approved, recorded
from tests.watching.watched import LAST, WatchedHost, told, watch_over

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WELL = {gauges.PAGES, gauges.DATABASE}


@pytest.fixture
def host(tmp_path: Path) -> WatchedHost:
    return WatchedHost(tmp_path)


def near(seconds: float) -> object:
    return pytest.approx(seconds, abs=60)


def test_a_quiet_desk_tells_of_each_gauge_and_raises_no_concern(database: Database, host: WatchedHost) -> None:
    with database.transaction() as session:
        health.report(session, health.WORKER, "", at=datetime.now(UTC))
    readings = watch_over(database, host).readings()
    silent = {
        gauges.COMPARED_AGO,
        gauges.DIFFERING,
        gauges.STOPPED,
        gauges.ANCHORED_AGO,
        gauges.BACKUP_AGO,
        gauges.BACKUP_LATE,
        gauges.CERTIFICATE,
        gauges.SECRET,
    }
    assert {one.gauge for one in readings} == {*gauges.GAUGES} - silent
    assert concerns(readings) == []
    assert {one.gauge for one in readings if one.value == 1} == WELL


def test_papers_that_wait_that_are_late_and_that_are_due_today(database: Database, host: WatchedHost) -> None:
    today = office_date(datetime.now(UTC))
    states = ((today - DAY, "recorded"), (today, "recorded"), (today + DAY, "recorded"), (today - DAY, "incomplete"))
    with database.transaction() as session:
        for number, (due, status) in enumerate(states):
            case: Case = recorded(session, at=datetime.now(UTC) - number * HOUR, customer_number=f"77{number:04d}")
            case.due_last, case.status = due, CaseStatus(status)
    watch = watch_over(database, host)
    counted = (gauges.WAITING, gauges.OVERDUE, gauges.DUE_TODAY, gauges.INCOMPLETE)
    assert [told(watch, one)[""] for one in counted] == [3, 1, 1, 1]
    assert told(watch, gauges.WAITING_OLDEST)[""] == near(2 * 3600)


def test_accounts_by_what_they_wait_for(database: Database, host: WatchedHost) -> None:
    states = (
        (AccountStatus.NEEDS_ATTENTION, Attention.EMAIL_TAKEN), (AccountStatus.NEEDS_ATTENTION, Attention.MAIL_REFUSED),
        (AccountStatus.APPROVED, None), (AccountStatus.CREATED, None), (AccountStatus.BLOCKING, None),
    )  # fmt: skip
    with database.transaction() as session:
        for number, (status, why) in enumerate(states):
            mailbox = f"a{number}@example.com"
            account: Account = approved(session, customer_number=f"77{number:04d}", email=mailbox, email_again=mailbox)
            account.status, account.attention = status, why
    watch = watch_over(database, host)
    reasons = told(watch, gauges.ATTENTION)
    assert {why: many for why, many in reasons.items() if many} == {"email_taken": 1, "mail_refused": 1}
    assert set(reasons) == set(Attention)
    assert told(watch, gauges.ON_THE_WAY) == {"keycloak": 1, "mail": 1}
    assert told(watch, gauges.BLOCKING)[""] == 1
    assert told(watch, gauges.WORK_DUE)[""] == len(states)


def test_what_is_down_since_when_and_how_long_no_worker_was_heard(database: Database, host: WatchedHost) -> None:
    now = datetime.now(UTC)
    with database.transaction() as session:
        health.report(session, "mail", "mail_unreachable", at=now - HOUR)
        health.report(session, "keycloak", "", at=now - HOUR)
        health.report(session, health.WORKER, "", at=now - HOUR)
        health.report(session, "viruses", "viruses_unreachable", at=now - HOUR)
        outbox.put(session, MAIL_LETTER, uuid4(), now)
        session.execute(sa.update(Task).values(problem="mail_unreachable"))
    watch = watch_over(database, host)
    down = told(watch, gauges.DOWN)
    assert (down["mail"], down["keycloak"], down["viruses"]) == (near(3600), 0, 0)
    assert told(watch, gauges.SILENT)[""] == near(3600)
    assert [one.alarm.name for one in concerns(watch.readings())] == ["DeskWorkerSilent", "DeskPartDown"]


def test_the_last_comparison_and_what_it_left(database: Database, host: WatchedHost) -> None:
    now = datetime.now(UTC)
    with database.transaction() as session:
        session.add(AgreementRun(started_at=now - 3 * DAY, ended_at=now - 3 * DAY, differing=9))
        session.add(AgreementRun(started_at=now - 2 * DAY, ended_at=now - 2 * DAY, differing=4, stopped=True))
        session.add(AgreementRun(started_at=now))
        for kind in (FindingKind.REALM_CHANGED, FindingKind.DISABLED, FindingKind.UNKNOWN_CASE):
            session.add(Finding(kind=kind, realm="customers", subject=kind, found_at=now, last_at=now))
    watch = watch_over(database, host)
    assert told(watch, gauges.COMPARED_AGO)[""] == near(2 * 86_400)
    assert told(watch, gauges.DIFFERING)[""] == 4
    assert told(watch, gauges.FINDINGS) == {"alarm": 1, "difference": 1, "other": 1}
    names = {one.alarm.name for one in concerns(watch.readings())}
    assert names == {"DeskAgreementOld", "DeskAgreementStopped", "DeskAgreementDiffers", "DeskHandMade"}


@pytest.mark.parametrize(("attention", "differences"), [(None, 1), (Attention.USER_MISSING, 0)])
def test_a_missing_user_that_its_case_asks_about_is_no_difference_besides(
    database: Database, host: WatchedHost, attention: Attention | None, differences: int
) -> None:
    now = datetime.now(UTC)
    with database.transaction() as session:
        account = approved(session)
        account.attention = attention
        session.add(
            Finding(
                kind=FindingKind.USER_MISSING, realm="customers", subject="u", account_id=account.id, found_at=now,
                last_at=now,
            )
        )  # fmt: skip
    assert told(watch_over(database, host), gauges.FINDINGS)["difference"] == differences


def test_the_machine_tells_of_anchor_certificates_and_secrets(database: Database, host: WatchedHost) -> None:
    now = datetime.now(UTC)
    for at in (now - 9 * DAY, now - 2 * DAY):
        append(host.anchors, f'{{"at":"{at.isoformat()}","position":1}}\n'.encode())
    host.pages = False
    host.certificates = {"mail": now + 3 * DAY, "keycloak": now + 90 * DAY}
    host.secret("smtp_password", now - 500 * DAY)
    host.secret("provisioner_client_secret", now - 5 * DAY)
    watch = watch_over(database, host)
    assert told(watch, gauges.ANCHORED_AGO)[""] == near(2 * 86_400)
    found = [(one.alarm.name, one.reading.of) for one in concerns(watch.readings())]
    assert found == [
        ("DeskPagesSilent", ""), ("DeskAnchorOld", ""), ("DeskCertificateEnds", "mail"),
        ("DeskSecretOld", "smtp_password"),
    ]  # fmt: skip


@pytest.mark.parametrize("content", [b"", b"no anchor\n", b'{"at": 7}\n'])
def test_a_file_of_anchors_that_says_nothing_is_no_reading(
    host: WatchedHost, database: Database, content: bytes
) -> None:
    host.anchors.write_bytes(content)
    assert told(watch_over(database, host), gauges.ANCHORED_AGO) == {}


def test_one_look_costs_few_statements_however_much_there_is(database: Database, host: WatchedHost) -> None:
    watch = watch_over(database, host)
    statements: list[str] = []
    sa.event.listen(database.engine, "before_cursor_execute", lambda *about: statements.append(about[2]))
    watch.readings()
    assert len(statements) <= 13


def test_every_gauge_says_what_it_is_and_has_a_name_of_its_own() -> None:
    every: set[Gauge] = {*gauges.GAUGES}
    assert len({one.name for one in every}) == len(gauges.GAUGES)
    assert all(one.meaning.endswith(".") for one in every)


def test_what_ought_to_happen_and_never_did_is_missing_since_the_journals_first_line(
    database: Database, host: WatchedHost
) -> None:
    with database.transaction() as session:
        journal.record(
            session, journal.Event.CASE_VIEWED, at=datetime.now(UTC) - 3 * DAY, actor=journal.OPERATOR,
            object_type="case", object_id="1",
        )  # fmt: skip
    watch = Watch(database, host.host(), LAST, backups=True)
    missing = (gauges.COMPARED_AGO, gauges.ANCHORED_AGO, gauges.BACKUP_AGO)
    assert [told(watch, one) for one in missing] == [{"": near(3 * 86_400)}] * 3
    names = {one.alarm.name for one in concerns(watch.readings())}
    assert {"DeskAgreementOld", "DeskAnchorOld", "DeskBackupOld"} <= names
    assert told(watch_over(database, host), gauges.BACKUP_AGO) == {}, "nobody wants any from here"


def test_the_last_backup_grows_old(database: Database, host: WatchedHost) -> None:
    with database.transaction() as session:
        journal.record(
            session, journal.Event.BACKUP_MADE, at=datetime.now(UTC) - 2 * DAY, actor=journal.OPERATOR,
            object_type="backup", object_id="desk.tar.age", bytes=4096, sha256="0" * 64, keycloak=False,
        )  # fmt: skip
    for last, late in ((LAST, True), (timedelta(hours=50), False)):
        watch = Watch(database, host.host(), last)
        assert told(watch, gauges.BACKUP_AGO) == {"": near(2 * 86_400)}
        assert told(watch, gauges.BACKUP_LATE) == {"": near(2 * 86_400 - last.total_seconds())}
        assert ("DeskBackupOld" in {one.alarm.name for one in concerns(watch.readings())}) is late


def test_a_backup_of_each_hour_is_missed_after_three() -> None:
    assert longest(Settings(backup_hours=1)) == timedelta(hours=3)
    assert longest(Settings()) == LAST


def test_a_restored_desk_that_waits_is_told(database: Database, host: WatchedHost) -> None:
    now = datetime.now(UTC)
    with database.transaction() as session:
        session.add(Restoration(made_at=now - DAY, restored_at=now))
    assert told(watch_over(database, host), gauges.RESTORED) == {"": 1}
