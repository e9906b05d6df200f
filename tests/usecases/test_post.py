"""Which letters are owed, what is noted of those that were printed and of those that came back."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import applications, post
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.applications.tables import Application
from provisioner.cases import ReasonMissing, decide
from provisioner.cases.letters.rules import LetterKind, ReturnReason, kind_of
from provisioner.cases.letters.tables import SentLetter
from provisioner.cases.tables import Case
from provisioner.database import Database
from provisioner.entry.reader import EntryProblems
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry
from provisioner.post import LetterChanged, NothingOwed, Settled, UnknownLetter
from provisioner.post.address import proved, to_compare
from provisioner.post.listing import returned as came_back
from provisioner.post.owed import owed
from provisioner.post.returned import Return
from provisioner.staff.tables import StaffMember
from tests.changed import NEW, active, approved
from tests.factories import NOW, PRACTICE, TODAY, entry, member
from tests.posted import BRAND, CLERK, DIGEST, carry_out, one_of_each, printed, refused, returned
from tests.together import errors
from tests.usecases.test_races import HANDS, Door, at_once
from tests.web.rows import events, rows

LONG_AGO = datetime(2020, 1, 2, tzinfo=UTC)
MOVED = Return(TODAY, ReturnReason.MOVED)
OWED = {
    "application returned": LetterKind.CALL,
    "application refused": LetterKind.REFUSAL,
    "change returned": LetterKind.CALL,
    "resignation returned": LetterKind.CALL,
    "consents approved": LetterKind.DECLARED,
    "end shut": LetterKind.CONFIRMATION,
    "request extended": LetterKind.ERASURE_DELAY,
    "request refused": LetterKind.ERASURE_ANSWER,
}

OFFERED = {"account created": LetterKind.CREATED, "change carried out": LetterKind.CHANGED}
"""Nobody is owed one: a mail tells the same."""


def waiting(database: Database) -> dict[UUID, LetterKind]:
    with database.reading() as session:
        return {one.case_id: one.kind for one in owed(session)}


def note(session: Session, letter_id: UUID, by: StaffMember, told: Return = MOVED) -> None:
    post.note_return(session, letter_id, told, by=by, at=NOW)


def settle(session: Session, letter_id: UUID, by: StaffMember, outcome: str = "telefon do klienta") -> None:
    post.settle(session, letter_id, outcome=outcome, by=by, at=NOW)


@pytest.fixture
def letter(database: Database) -> SentLetter:
    """A call for completion that was printed."""
    with database.transaction() as session:
        case = returned(session).id
    return printed(database, case)[0]


def test_the_list_names_each_letter_that_a_case_of_any_purpose_owes_and_no_other(database: Database) -> None:
    cases = one_of_each(database)
    assert {name: kind for name, case in cases.items() if (kind := waiting(database).get(case))} == OWED
    with database.reading() as session:
        written = {name: post.letter(session, session.get_one(Case, case), BRAND) for name, case in cases.items()}
        kinds = {
            name: kind_of(one.purpose, one.status) for name, case in cases.items() if (one := session.get(Case, case))
        }
    assert {name for name, letter in written.items() if letter} == {*OWED, *OFFERED}
    assert {name: kinds[name] for name in (*OWED, *OFFERED)} == OWED | OFFERED


def test_letters_of_all_kinds_are_noted_together_and_owed_no_more(database: Database) -> None:
    cases = one_of_each(database)
    assert len(printed(database, *cases.values())) == len(OWED | OFFERED)
    assert waiting(database) == {}
    assert events(database).count(Event.LETTER_PRINTED) == len(OWED | OFFERED)


@pytest.mark.parametrize("status", [AccountStatus.BLOCKED, AccountStatus.CLOSED, AccountStatus.NEEDS_ATTENTION])
def test_an_account_that_is_shut_or_in_trouble_is_confirmed_to_nobody(
    database: Database, status: AccountStatus
) -> None:
    cases = one_of_each(database)
    with database.transaction() as session:
        session.execute(sa.update(Account).values(status=status))
    with database.reading() as session:
        letters = {name: post.letter(session, session.get_one(Case, cases[name]), BRAND) for name in OFFERED}
    assert letters == dict.fromkeys(OFFERED)


def test_a_change_that_killed_a_pending_password_is_not_confirmed_as_if_it_had_stayed(database: Database) -> None:
    cases = one_of_each(database)
    with database.transaction() as session:
        session.execute(sa.update(Account).values(status=AccountStatus.EXPIRED))
    with database.reading() as session:
        letters = {name: post.letter(session, session.get_one(Case, cases[name]), BRAND) for name in OFFERED}
    assert {name for name, letter in letters.items() if letter} == {"account created"}


def test_what_confirms_an_account_goes_by_mail_to_a_mailbox_that_has_proved_to_be_the_customers_only(
    database: Database,
) -> None:
    cases = one_of_each(database)
    with database.transaction() as session:
        opened, changed = (session.get_one(Case, cases[name]) for name in OFFERED)
        assert (proved(session, opened), to_compare(opened)) == ("klient600004@example.com", False)
        assert proved(session, changed) == "klient600007@example.com"
        session.execute(sa.update(Account).values(activated_at=None))
        assert (proved(session, opened), proved(session, changed)) == ("", "")


def test_a_new_address_has_not_proved_to_be_the_customers_by_the_change_that_brings_it(database: Database) -> None:
    with database.transaction() as session:
        account = active(session)
    change = approved(database, account, email=NEW)
    with database.transaction() as session:
        carry_out(session, account.id)
    with database.reading() as session:
        case = session.get_one(Case, change.id)
        assert post.letter(session, case, BRAND)
        assert proved(session, case) == ""


def test_after_a_change_of_address_nothing_is_mailed_until_an_own_password_is_set_again(database: Database) -> None:
    with database.transaction() as session:
        account = active(session)
        account.created_at = account.activated_at = LONG_AGO
    approved(database, account, email=NEW)
    with database.transaction() as session:
        carry_out(session, account.id)
        opened = session.get_one(Case, account.case_id)
        assert post.letter(session, opened, BRAND)
        assert proved(session, opened) == ""
        session.execute(sa.update(Account).values(activated_at=datetime.now(UTC)))
    with database.reading() as session:
        assert proved(session, session.get_one(Case, account.case_id)) == NEW


def test_what_left_says_which_letter_of_which_state_by_whom_when_and_from_which_file(
    database: Database, letter: SentLetter
) -> None:
    said = (letter.kind, letter.revision, letter.copy, letter.sent_at, letter.digest)
    assert said == (LetterKind.CALL, 2, 1, NOW, DIGEST)
    assert letter.sender is not None
    assert letter.sender.name == CLERK


def test_a_case_that_is_returned_again_owes_a_letter_again(database: Database, letter: SentLetter) -> None:
    with database.transaction() as session:
        told = replace(entry(session, phone="602 000 111"), completed_on=TODAY)
        by = member(session, CLERK)
        applications.complete(session, letter.case_id, told, revision=2, practice=PRACTICE, by=by, at=NOW)
    assert waiting(database) == {}
    with database.transaction() as session:
        by = member(session, "Zofia Mazur")
        decide.return_incomplete(session, Application, letter.case_id, revision=3, missing="skan", by=by, at=NOW)
    assert waiting(database) == {letter.case_id: LetterKind.CALL}


def test_a_letter_is_not_noted_once_the_case_has_changed(database: Database) -> None:
    with database.transaction() as session:
        case, other = returned(session).id, refused(session, customer_number="500003").id
    with database.reading() as session:
        paper = post.sheets(session, (case, other), BRAND)
    with database.transaction() as session:
        by = member(session, CLERK)
        applications.withdraw(session, case, revision=2, reason="rezygnuje", by=by, at=NOW)
    with database.transaction() as session, pytest.raises(LetterChanged):
        post.printed(session, paper, DIGEST, BRAND, by=member(session, CLERK), at=NOW)
    assert rows(database, SentLetter) == []


def test_nothing_is_noted_of_no_letter(database: Database) -> None:
    with database.transaction() as session, pytest.raises(NothingOwed):
        post.printed(session, [], DIGEST, BRAND, by=member(session, CLERK), at=NOW)


def test_a_letter_may_leave_again_as_another_copy(database: Database, letter: SentLetter) -> None:
    assert sorted(one.copy for one in printed(database, letter.case_id)) == [1, 2]


def test_a_return_waits_until_somebody_says_what_was_done(database: Database, letter: SentLetter) -> None:
    with database.transaction() as session:
        note(session, letter.id, member(session, CLERK))
    with database.reading() as session:
        assert [(one.letter.id, one.letter.returned_reason) for one in came_back(session)] == [
            (letter.id, ReturnReason.MOVED)
        ]
    with database.transaction() as session, pytest.raises(ReasonMissing):
        settle(session, letter.id, member(session, CLERK), outcome=" ")
    with database.transaction() as session:
        settle(session, letter.id, member(session, CLERK))
    with database.reading() as session:
        assert came_back(session) == []
    assert events(database)[-2:] == [Event.LETTER_RETURNED, Event.LETTER_RETURN_SETTLED]


def test_the_return_of_a_letter_that_left_later_or_is_not_known_is_refused(
    database: Database, letter: SentLetter
) -> None:
    with database.transaction() as session, pytest.raises(EntryProblems, match="before_sent"):
        note(session, letter.id, member(session, CLERK), Return(TODAY - timedelta(days=1), ReturnReason.MOVED))
    with database.transaction() as session, pytest.raises(UnknownLetter):
        note(session, uuid4(), member(session, CLERK))
    with database.transaction() as session, pytest.raises(Settled):
        settle(session, letter.id, member(session, CLERK))
    assert rows(database, SentLetter)[0].returned_on is None


@pytest.mark.parametrize(("day", "why"), [("31.02", "moved"), ("25.11.2026", ""), ("1.01.2027", "moved"), ("", "?")])
def test_p10_a_day_that_cannot_be_and_no_reason_are_refused(day: str, why: str) -> None:
    with pytest.raises(EntryProblems):
        post.read_return({"returned_on": day, "returned_reason": why}, today=date(2026, 11, 25))


def lines(database: Database, event: Event) -> int:
    with database.reading() as session:
        found = sa.select(sa.func.count()).select_from(AuditEntry).where(AuditEntry.event == event)
        return session.scalar(found) or 0


@pytest.mark.sweep
def test_p8_of_many_who_note_the_same_printed_letters_one_counts(database: Database) -> None:
    with database.transaction() as session:
        cases = [returned(session).id, refused(session, customer_number="500003").id]
    with database.reading() as session:
        paper = post.sheets(session, cases, BRAND)

    def noted(session: Session, _case: UUID, by: StaffMember) -> None:
        post.printed(session, paper, DIGEST, BRAND, by=by, at=NOW)

    assert errors(at_once(database, [noted] * HANDS, cases[0])) == [LetterChanged] * (HANDS - 1)
    assert len(rows(database, SentLetter)) == lines(database, Event.LETTER_PRINTED) == len(cases)


@pytest.mark.sweep
def test_p8_of_many_who_note_a_return_and_of_many_who_settle_it_one_counts(
    database: Database, letter: SentLetter
) -> None:
    for door, event in ((note, Event.LETTER_RETURNED), (settle, Event.LETTER_RETURN_SETTLED)):
        doors: list[Door] = [door] * HANDS
        assert errors(at_once(database, doors, letter.id)) == [Settled] * (HANDS - 1)
        assert lines(database, event) == 1
