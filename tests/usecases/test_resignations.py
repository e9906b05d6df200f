"""The end of an account on paper: ground, day, four eyes, the way back (R8, P6, P7)."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from provisioner import accounts, changes, office, resignations
from provisioner.accounts.blocking.rules import BlockGround
from provisioner.accounts.blocking.tables import AccountBlock
from provisioner.accounts.closing.tables import AccountClosing
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.applications.search import search
from provisioner.cases import FasterColleague, NotApprovable, OtherContent, OwnEntry, decide
from provisioner.cases.status import CaseStatus
from provisioner.database import Database
from provisioner.entry.reader import EntryProblems
from provisioner.entry.reasons import ReasonMissing
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry
from provisioner.mail.wording import AS_SHIPPED
from provisioner.office import OfficeRules
from provisioner.outbox.tables import Task
from provisioner.resignations.letter import letter
from provisioner.resignations.rules import ResignationHindrance
from provisioner.resignations.tables import Resignation
from provisioner.settings import branding
from tests.changed import active
from tests.factories import NOW, PRACTICE, TODAY, approved_account, member, never_overdue
from tests.resigned import APPROVER, BY_OFFICE, CLERK, PAPER, approve, approved, closing, entry, recorded, take_back

AHEAD = f"{date.today() + timedelta(days=40):%d.%m.%Y}"  # noqa: DTZ011 - the office's own day, as a clerk would type


@pytest.fixture
def account(database: Database) -> Account:
    with database.transaction() as session:
        return active(session)


def state(database: Database) -> AccountStatus:
    with database.reading() as session:
        return session.scalars(sa.select(Account.status)).one()


def tasks(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(sa.select(Task.kind).where(Task.done_at.is_(None)).order_by(Task.kind)))


def hindrances(database: Database, found: Resignation) -> list[object]:
    with database.reading() as session:
        return [one.kind for one in session.get_one(Resignation, found.id).hindrances(TODAY)]


def test_r8_an_approved_resignation_has_the_account_blocked_for_its_deletion(
    database: Database, account: Account
) -> None:
    found = approved(database, account)
    assert (state(database), tasks(database)) == (AccountStatus.BLOCKING, ["block"])
    begun = closing(database)
    assert (begun.case_id, begun.ground, begun.begun_at is not None) == (found.id, "resignation", True)
    with database.reading() as session:
        block = session.scalars(sa.select(AccountBlock)).one()
        assert (block.ground, block.former) == (BlockGround.CLOSING, AccountStatus.ACTIVATED)
        lines = list(session.scalars(sa.select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(2)))
        assert [line.event for line in lines] == [Event.ACCOUNT_BLOCK_ASKED, Event.ACCOUNT_CLOSING_ASKED]
        assert "resignation" not in str([line.details for line in lines]), "the ground is personal data"
        assert {hit.number for hit in search(session, "104233").found} == {"2026/000001", "2026/000002"}


def test_r8_a_resignation_that_meets_a_creation_still_waiting_cancels_it(database: Database) -> None:
    waiting = approved_account(database)
    assert tasks(database) == ["provision"]
    approved(database, waiting)
    assert (state(database), tasks(database)) == (AccountStatus.BLOCKING, ["block"])


def test_r8_a_day_ahead_is_waited_for(database: Database, account: Account) -> None:
    approved(database, account, effect_on=AHEAD)
    assert (state(database), tasks(database)) == (AccountStatus.ACTIVATED, ["close"])
    with database.reading() as session:
        task = session.scalars(sa.select(Task).where(Task.done_at.is_(None))).one()
    assert task.not_before == office.time.office_midnight(closing(database).effect_on)


def test_r8_before_that_day_it_is_taken_back_and_nothing_happens(database: Database, account: Account) -> None:
    found = approved(database, account, effect_on=AHEAD)
    take_back(database, found)
    assert (state(database), tasks(database)) == (AccountStatus.ACTIVATED, [])
    with pytest.raises(accounts.NothingToDo):
        take_back(database, found)
    again = approved(database, account)
    assert again.id != found.id
    assert state(database) is AccountStatus.BLOCKING


def test_r8_while_the_block_is_on_its_way_it_cannot_be_taken_back(database: Database, account: Account) -> None:
    found = approved(database, account)
    with pytest.raises(accounts.Busy):
        take_back(database, found)
    assert (state(database), tasks(database)) == (AccountStatus.BLOCKING, ["block"])


def test_r8_taking_back_needs_a_reason(database: Database, account: Account) -> None:
    found = approved(database, account, effect_on=AHEAD)
    with database.transaction() as session, pytest.raises(ReasonMissing):
        resignations.take_back(session, found.id, reason=" ", by=member(session, APPROVER), at=NOW)


def test_r8_a_block_that_stands_becomes_the_closing_at_once_and_comes_back_with_its_end(
    database: Database, account: Account
) -> None:
    with database.transaction() as session:
        session.add(
            AccountBlock(
                account_id=account.id, ground=BlockGround.TAKEOVER, reason="?", former=AccountStatus.ACTIVATED,
                by=member(session, APPROVER).id, at=NOW, blocked_at=NOW,
            )
        )  # fmt: skip
        session.execute(sa.update(Account).values(status=AccountStatus.BLOCKED))
    found = approved(database, account)
    assert (state(database), tasks(database)) == (AccountStatus.CLOSING, ["remove"])
    take_back(database, found)
    assert (state(database), tasks(database)) == (AccountStatus.BLOCKED, [])


def test_p6_whoever_recorded_it_may_not_approve_it(database: Database, account: Account) -> None:
    with database.transaction() as session:
        found = recorded(session, account)
    with pytest.raises(OwnEntry):
        approve(database, found, by=CLERK)


def test_r8_one_account_is_closed_once(database: Database, account: Account) -> None:
    with database.transaction() as session:
        second = recorded(session, account)
    approved(database, account, effect_on=AHEAD)
    assert hindrances(database, second) == [ResignationHindrance.CLOSING_ALREADY]
    with pytest.raises(NotApprovable):
        approve(database, second)


@pytest.mark.parametrize(
    ("typed", "hinders"),
    [
        ({}, []),
        ({"signed": "no"}, [ResignationHindrance.UNSIGNED]),
        ({"asked_by": "attorney", "asker_name": "Anna Lis"}, [ResignationHindrance.PROOF_MISSING]),
        ({"asked_by": "attorney", "asker_name": "Anna Lis", "proof": "pełnomocnictwo z 1.11."}, []),
        ({"asked_by": "guardian", "asker_name": "Anna Lis"}, [ResignationHindrance.PROOF_MISSING]),
        ({"asked_by": "curator", "asker_name": "Anna Lis", "proof": "postanowienie sądu"}, []),
        ({"asked_by": "manager", "asker_name": "Anna Lis", "proof": "uchwała 3/2026"}, []),
        ({"asked_by": "heir", "asker_name": "Anna Lis", "ground": "death"}, [ResignationHindrance.PROOF_MISSING]),
        (BY_OFFICE, []),
        (BY_OFFICE | {"ground": "death"}, [ResignationHindrance.PROOF_MISSING]),
        (BY_OFFICE | {"ground": "death", "proof": "akt zgonu 12/2026"}, []),
    ],
)
def test_p7_what_the_paper_lacks_hinders_the_closing(
    database: Database, account: Account, typed: dict[str, str], hinders: list[object]
) -> None:
    with database.transaction() as session:
        found = recorded(session, account, **typed)
    assert hindrances(database, found) == hinders


@pytest.mark.parametrize(
    ("state", "hinders"),
    [
        ({"status": AccountStatus.NOTIFIED}, False),
        ({"status": AccountStatus.EXPIRED}, False),
        ({"status": AccountStatus.BLOCKED}, False),
        ({"status": AccountStatus.NEEDS_ATTENTION, "attention": Attention.EMAIL_TAKEN}, False),
        ({"status": AccountStatus.NEEDS_ATTENTION, "attention": Attention.NOT_BLOCKED}, True),
        ({"status": AccountStatus.BLOCKING}, True),
        ({"status": AccountStatus.CLOSED}, True),
    ],
)
def test_p7_what_is_under_way_ends_first(
    database: Database, account: Account, state: dict[str, Any], hinders: bool
) -> None:
    with database.transaction() as session:
        found = recorded(session, account)
        session.execute(sa.update(Account).values(state))
    assert (hindrances(database, found) == [ResignationHindrance.UNDER_WAY]) is hinders


def test_r8_the_deadline_is_a_setting_of_its_own(database: Database, account: Account) -> None:
    with database.transaction() as session:
        office.change(session, "resignation_last_day", "10")
        found = recorded(session, account)
        assert (found.due_first, found.due_last) == (date(2026, 11, 24), date(2026, 12, 7))


def test_r8_a_basis_left_empty_is_that_of_the_ground(database: Database, account: Account) -> None:
    with database.transaction() as session:
        first = recorded(session, account)
        assert first.basis == "§ 9 Regulaminu IBOK"
        told = entry(session, session.get_one(Account, account.id))
        by = member(session, CLERK)
        again = resignations.record(session, account, told, form_key=first.form_key, by=by, at=NOW)
        assert again.id == first.id, "the same form sent twice is one case"
        other = entry(session, session.get_one(Account, account.id), basis="§ 9 ust. 3")
        with pytest.raises(OtherContent):
            resignations.record(session, account, other, form_key=first.form_key, by=by, at=NOW)
        done = resignations.complete(session, first.id, other, revision=1, by=by, at=NOW)
        assert (done.basis, done.revision) == ("§ 9 ust. 3", 2)


def test_r8_refused_returned_and_withdrawn_papers_leave_the_account_alone(database: Database, account: Account) -> None:
    with database.transaction() as session:
        first, second, third = (recorded(session, account) for _ in range(3))
        by = member(session, APPROVER)
        decide.refuse(session, Resignation, first.id, revision=1, reason="podpis nie klienta", by=by, at=NOW)
        decide.return_incomplete(session, Resignation, second.id, revision=1, missing="podpis", by=by, at=NOW)
        decide.withdraw(session, Resignation, third.id, revision=1, reason="telefonicznie", by=by, at=NOW)
    for one in (first, third):
        with pytest.raises(FasterColleague):
            approve(database, one)
    assert state(database) is AccountStatus.ACTIVATED
    with database.reading() as session:
        assert session.get_one(Resignation, second.id).status is CaseStatus.INCOMPLETE


def test_r8_the_letter_of_a_resignation_invites_only_to_the_ways_on_which_the_office_takes_it(
    database: Database, account: Account
) -> None:
    with database.transaction() as session:
        found, by = recorded(session, account), member(session, APPROVER)
        decide.return_incomplete(session, Resignation, found.id, revision=1, missing="podpis", by=by, at=NOW)
        one, brand = session.get_one(Resignation, found.id), branding.load()
        rules = OfficeRules(resignation_channels=("counter", "post"))
        told = letter(one, None, changes.present(session, one.account), brand, AS_SHIPPED, rules)
    assert told is not None
    assert brand.email not in str(told.blocks)
    assert "pocztą na adres biura" in str(told.blocks)


def test_p7_the_database_itself_closes_no_account_without_an_approved_paper(
    database: Database, account: Account
) -> None:
    with database.transaction() as session:
        found = recorded(session, account)
    with pytest.raises(sa.exc.IntegrityError), database.transaction() as session:
        session.add(
            AccountClosing(
                account_id=account.id,
                case_id=found.id,
                ground="resignation",
                effect_on=TODAY,
                asked_at=NOW,
            )
        )


@pytest.mark.parametrize(
    ("typed", "problems"),
    [
        ({}, []),
        (BY_OFFICE, []),
        ({"effect_on": "31.12.2026"}, []),
        ({"ground": ""}, ["ground:choose"]),
        ({"ground": "invented"}, ["ground:choose"]),
        ({"ground": "breach"}, ["ground:not_by_this_person"]),
        (BY_OFFICE | {"ground": "resignation"}, ["ground:not_by_this_person"]),
        ({"asked_by": "attorney"}, ["asker_name:required"]),
        ({"asked_by": "office"}, ["asked_by:choose"]),
        ({"customer_number": "104234"}, ["customer_number:other_number"]),
        ({"channel": "counter"}, ["copy_handed:copy_required"]),
        ({"channel": ""}, ["channel:choose"]),
        ({"received_on": "", "document_date": "26.11"}, ["received_on:required", "document_date:future"]),
        ({"received_on": "32.11", "effect_on": "20.11.2026"}, ["received_on:date"]),
        ({"copy_handed": "yes"}, ["copy_handed:no_copy_by_post"]),
        ({"effect_on": "20.11.2026"}, ["effect_on:effect_before_received"]),
        ({"effect_on": "31.12.2028"}, ["effect_on:too_far"]),
        ({"document_date": "24.11"}, ["document_date:after_received"]),
        ({"signed": ""}, ["signed:choose"]),
        ({"channel": "email"}, ["channel:channel_not_taken"]),
        ({"channel": "email", "copy_handed": "yes"}, ["channel:channel_not_taken", "copy_handed:no_copy_by_post"]),
    ],
)
def test_p10_every_problem_of_a_resignation_is_told_at_its_field(typed: dict[str, str], problems: list[str]) -> None:
    rules = OfficeRules(resignation_channels=("counter", "post"))
    try:
        resignations.read_resignation(
            PAPER | typed, today=TODAY, practice=PRACTICE, number="104233", rules=rules, last_day=never_overdue
        )
        found = []
    except EntryProblems as error:
        found = [f"{one.field}:{one.code}" for one in error.problems]
    assert found == problems
