"""Data of an active account are changed on paper: a case of its own, four eyes, the old values beside (R1, R4, P6)."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from provisioner import accounts, changes, office
from provisioner.accounts.changing.tables import AccountChange
from provisioner.accounts.kinds import CHANGE
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.applications.search import search
from provisioner.applications.tables import Application
from provisioner.cases import FasterColleague, NotApprovable, OtherContent, OwnEntry, decide
from provisioner.cases.queue import Wanted, queue
from provisioner.cases.status import CaseStatus
from provisioner.changes.rules import ChangeHindrance
from provisioner.changes.tables import ChangeOfData
from provisioner.database import Database
from provisioner.entry.reader import EntryProblems
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry
from provisioner.office import OfficeRules
from provisioner.outbox.tables import Task
from tests.changed import APPROVER, CLERK, NEW, PAPER, active, approved, entry, recorded
from tests.factories import NOW, PRACTICE, TODAY, member, never_overdue
from tests.factories import recorded as application

OLD = "jozef@example.com"
NOW_SAYS = {
    "email": OLD, "first_name": "Józef", "last_name": "Żółkiewski", "street": "ul. Polna 7 m. 2", "postcode": "83-300",
    "town": "Kartuzy", "country": "", "phone": "601 234 567", "language": "pl",
}  # fmt: skip


@pytest.fixture
def account(database: Database) -> Account:
    with database.transaction() as session:
        return active(session)


def approve(database: Database, found: ChangeOfData, by: str = APPROVER) -> None:
    with database.transaction() as session:
        one = session.get_one(ChangeOfData, found.id)
        changes.approve(session, one.id, revision=one.revision, by=member(session, by), at=datetime.now(UTC))


def hindrances(database: Database, found: ChangeOfData) -> list[object]:
    with database.reading() as session:
        return [one.kind for one in session.get_one(ChangeOfData, found.id).hindrances(TODAY)]


def test_an_approved_change_is_the_accounts_and_waits_for_the_worker(database: Database, account: Account) -> None:
    found = approved(database, account, email=NEW, last_name="Nowy", language="en")
    with database.reading() as session:
        now = session.get_one(Account, account.id)
        assert (now.email, now.email_key, now.former_emails) == (NEW, NEW, [OLD])
        assert (now.first_name, now.last_name, now.language, now.login) == ("Józef", "Nowy", "en", "104233")
        assert now.status is AccountStatus.CHANGING
        (task,) = session.scalars(sa.select(Task).where(Task.done_at.is_(None)))
        assert task.kind == CHANGE.name
        (change,) = session.scalars(sa.select(AccountChange))
        assert (change.case_id, change.former_email, change.email) == (found.id, OLD, NEW)
        assert set(change.fields) == {"email", "last_name", "language"}
        assert session.get_one(Application, account.case_id).email == OLD, "the application stays what it was"
        for text in ("jozef.nowy", "nowy"):
            assert {hit.number for hit in search(session, text).found} == {"2026/000001", "2026/000002"}


def test_p8_old_and_new_stand_beside_the_line_and_not_in_it(database: Database, account: Account) -> None:
    approved(database, account, email=NEW, street="Długa 1", postcode="80-827", town="Gdańsk")
    with database.reading() as session:
        line = session.scalars(sa.select(AuditEntry).where(AuditEntry.event == Event.ACCOUNT_CHANGE_ASKED)).one()
        said = {(one.field, one.before, one.after) for one in line.values}
    assert said == {
        ("email", OLD, NEW), ("street", "ul. Polna 7 m. 2", "Długa 1"), ("postcode", "83-300", "80-827"),
        ("town", "Kartuzy", "Gdańsk"),
    }  # fmt: skip
    assert not [word for word in ("@", "Długa", "Polna") if word in str(line.details)]


def test_what_is_said_now_follows_the_changes_approved_so_far(database: Database, account: Account) -> None:
    with database.reading() as session:
        assert changes.present(session, session.get_one(Account, account.id)) == NOW_SAYS
    approved(database, account, street="Rue 1", town="Paris", country="Francja", phone="602 000 111")
    finished(database)
    approved(database, account, street="Długa 1", postcode="80-827", town="Gdańsk")
    with database.reading() as session:
        now = changes.present(session, session.get_one(Account, account.id))
    assert now == NOW_SAYS | {"street": "Długa 1", "postcode": "80-827", "town": "Gdańsk", "phone": "602 000 111"}


def finished(database: Database) -> None:
    """The worker has done it."""
    with database.transaction() as session:
        session.execute(sa.update(Task).values(done_at=NOW))
        session.execute(sa.update(Account).values(status=AccountStatus.ACTIVATED))


def test_p6_whoever_recorded_or_completed_it_may_not_approve_it(database: Database, account: Account) -> None:
    with database.transaction() as session:
        found = recorded(session, account, email=NEW)
    with pytest.raises(OwnEntry):
        approve(database, found, by=CLERK)
    with database.transaction() as session:
        told = entry(session, session.get_one(Account, account.id), email=NEW, phone="602 000 111")
        by = member(session, APPROVER)
        changes.complete(session, found.id, told, revision=1, by=by, at=NOW)
    with pytest.raises(OwnEntry):
        approve(database, found)


def test_a_mailbox_of_another_account_of_ours_is_a_hindrance_and_told_in_the_queue(
    database: Database, account: Account
) -> None:
    with database.transaction() as session:
        active(session, customer_number="104999", email=NEW, email_again=NEW)
        found = recorded(session, account, email=NEW.upper())
    assert hindrances(database, found) == [ChangeHindrance.EMAIL_HELD]
    with database.reading() as session:
        lines = [line for group in queue(session, Wanted(), today=TODAY) for line in group.lines]
        assert [one.kind for line in lines for one in line.hindrances] == [ChangeHindrance.EMAIL_HELD]
    with pytest.raises(NotApprovable):
        approve(database, found)


def test_a_new_address_that_cannot_be_read_is_returned_and_completed(database: Database, account: Account) -> None:
    with database.transaction() as session:
        found = recorded(session, account, email_missing="yes")
    assert hindrances(database, found) == [ChangeHindrance.EMAIL_MISSING]
    with database.transaction() as session:
        by = member(session, APPROVER)
        decide.return_incomplete(session, ChangeOfData, found.id, revision=1, missing="adres e-mail", by=by, at=NOW)
    with database.transaction() as session:
        now = session.get_one(Account, account.id)
        raw = {**PAPER, "email": NEW, "email_again": NEW, "completed_on": "d"}
        told = changes.read_change(
            raw, today=TODAY, practice=PRACTICE, number="104233", now=changes.present(session, now),
            rules=office.rules(session), last_day=never_overdue, corrected=session.get_one(ChangeOfData, found.id),
        )  # fmt: skip
        done = changes.complete(session, found.id, told, revision=2, by=member(session, CLERK), at=NOW)
        assert (done.status, done.clock_from, done.hindrances(TODAY)) == (CaseStatus.RECORDED, TODAY, [])
    approve(database, found)


@pytest.mark.parametrize(
    ("state", "hinders"),
    [
        ({"status": AccountStatus.NOTIFIED}, True),
        ({"status": AccountStatus.BLOCKED}, True),
        ({"status": AccountStatus.CHANGING}, True),
        ({"status": AccountStatus.NEEDS_ATTENTION, "attention": Attention.GAVE_UP}, True),
        ({"status": AccountStatus.NEEDS_ATTENTION, "attention": Attention.NOT_CHANGED}, False),
    ],
)
def test_only_an_active_account_is_changed(
    database: Database, account: Account, state: dict[str, Any], hinders: bool
) -> None:
    with database.transaction() as session:
        found = recorded(session, account, phone="602 000 111")
        session.execute(sa.update(Account).values(state))
    assert (hindrances(database, found) == [ChangeHindrance.NOT_ACTIVE]) is hinders


def test_an_unsigned_paper_changes_nothing(database: Database, account: Account) -> None:
    with database.transaction() as session:
        found = recorded(session, account, phone="602 000 111", signed="no")
    assert hindrances(database, found) == [ChangeHindrance.UNSIGNED]


def test_while_a_change_is_being_carried_out_the_next_one_waits(database: Database, account: Account) -> None:
    with database.transaction() as session:
        found = recorded(session, account, phone="602 000 111")
    approved(database, account, email=NEW)
    with pytest.raises((accounts.Busy, NotApprovable)):
        approve(database, found)
    finished(database)
    approve(database, found)


def test_refused_and_withdrawn_changes_leave_the_account_alone(database: Database, account: Account) -> None:
    with database.transaction() as session:
        first, second = recorded(session, account, email=NEW), recorded(session, account, email=NEW)
        by = member(session, APPROVER)
        decide.refuse(session, ChangeOfData, first.id, revision=1, reason="podpis nie klienta", by=by, at=NOW)
        decide.withdraw(session, ChangeOfData, second.id, revision=1, reason="telefonicznie", by=by, at=NOW)
    with pytest.raises(FasterColleague):
        approve(database, first)
    with database.reading() as session:
        assert session.get_one(Account, account.id).email == OLD


def test_the_same_form_sent_twice_is_one_case(database: Database, account: Account) -> None:
    with database.transaction() as session:
        first = recorded(session, account, email=NEW)
        now, by = session.get_one(Account, account.id), member(session, CLERK)
        told, other = entry(session, now, email=NEW), entry(session, now, phone="602 000 111")
        again = changes.record(session, now, told, form_key=first.form_key, by=by, at=NOW)
        assert again.id == first.id
        with pytest.raises(OtherContent):
            changes.record(session, now, other, form_key=first.form_key, by=by, at=NOW)
        assert application(session, customer_number="104299").number == "2026/000003"


@pytest.mark.parametrize(
    ("typed", "problems"),
    [
        ({"email": NEW, "email_again": NEW}, []),
        ({"last_name": "Nowy"}, []),
        ({"email_missing": "yes"}, []),
        ({"language": "en"}, []),
        ({}, ["email:nothing_changes"]),
        ({"email": NEW}, ["email_again:required"]),
        ({"email": NEW, "email_again": "other@example.com"}, ["email_again:differs"]),
        ({"email": OLD, "email_again": OLD}, ["email:same"]),
        ({"email": "jan@example", "email_again": "jan@example"}, ["email:email"]),
        ({"email": NEW, "email_again": NEW, "email_missing": "yes"}, ["email_missing:read_or_missing"]),
        ({"last_name": "Żółkiewski"}, ["last_name:same"]),
        ({"phone": "601234567"}, ["phone:same"]),
        ({"street": "Długa 1"}, ["postcode:whole_address", "town:whole_address"]),
        ({"street": "Rue 1", "town": "Paris", "country": "Francja"}, []),
        ({"last_name": "Nowy1"}, ["last_name:name"]),
        ({"last_name": "Nowy", "customer_number": "104234"}, ["customer_number:other_number"]),
        ({"last_name": "Nowy", "customer_number": ""}, ["customer_number:required"]),
        ({"last_name": "Nowy", "signed": ""}, ["signed:choose"]),
        ({"last_name": "Nowy", "channel": "counter"}, ["copy_handed:copy_required"]),
        ({"last_name": "Nowy", "channel": ""}, ["channel:choose"]),
        ({"last_name": "Nowy", "copy_handed": "yes"}, ["copy_handed:no_copy_by_post"]),
        ({"last_name": "Nowy", "document_date": "24.11"}, ["document_date:after_received"]),
        ({"last_name": "Nowy", "language": "de"}, ["language:choose"]),
    ],
)
def test_p10_every_problem_of_a_change_is_told_at_its_field(typed: dict[str, str], problems: list[str]) -> None:
    try:
        changes.read_change(
            PAPER | typed, today=TODAY, practice=PRACTICE, number="104233", now=NOW_SAYS, rules=OfficeRules(),
            last_day=never_overdue,
        )  # fmt: skip
        found = []
    except EntryProblems as error:
        found = [f"{one.field}:{one.code}" for one in error.problems]
    assert found == problems


def test_the_deadline_is_that_of_every_paper(database: Database, account: Account) -> None:
    with database.transaction() as session:
        found = recorded(session, account, last_name="Nowy")
    assert (found.due_first, found.due_last) == (date(2026, 11, 26), date(2026, 12, 2))
