"""Consents are given and withdrawn on paper, and a new Regulamin is accepted: four eyes, what counts when (R2)."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from provisioner import changes, declarations
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.applications.rules import Answer, FormHindrance
from provisioner.applications.search import search
from provisioner.cases import FasterColleague, NotApprovable, OtherContent, OwnEntry, decide
from provisioner.cases.queue import Wanted, queue
from provisioner.cases.status import CaseStatus
from provisioner.database import Database
from provisioner.declarations.kinds import TELL_REGULAMIN
from provisioner.declarations.letter import letter
from provisioner.declarations.outstanding import outstanding
from provisioner.declarations.rules import DeclarationHindrance
from provisioner.declarations.tables import Declaration, RegulaminCall
from provisioner.entry.reader import EntryProblems
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry
from provisioner.mail.wording import AS_SHIPPED
from provisioner.office import OfficeRules
from provisioner.office.tables import OfficeSetting
from provisioner.outbox.tables import Task
from provisioner.settings import branding
from tests.declared import (
    APPROVER,
    CLERK,
    CONSENTS,
    REGULAMIN,
    approve,
    approved,
    asks,
    clause,
    entry,
    recorded,
    under_the_old,
    with_a_new,
)
from tests.factories import NOW, TODAY, member

YES, NO = Answer.ACCEPTED, Answer.REFUSED


@pytest.fixture
def account(database: Database) -> Account:
    with database.transaction() as session:
        return under_the_old(session)


def stands(database: Database, account: Account) -> tuple[str, Mapping[int, Answer]]:
    """The edition in force for the account and the answer beside each clause, by its number."""
    with database.reading() as session:
        found = declarations.accepted(session, session.get_one(Account, account.id))
        return found.edition.code, {one.number: found.answer(one.id) for one in found.edition.clauses}


def hindrances(database: Database, found: Declaration) -> list[object]:
    with database.reading() as session:
        return [one.kind for one in session.get_one(Declaration, found.id).hindrances(TODAY)]


def typed(database: Database, **answers: str) -> dict[str, str]:
    """Answers by `c<number>` of the old edition, as a form names them."""
    with database.reading() as session:
        return {clause(session, "2026-09", int(name[1:])): answer for name, answer in answers.items()}


def problems(database: Database, account: Account, told: Mapping[str, str]) -> list[str]:
    with database.reading() as session:
        try:
            entry(session, session.get_one(Account, account.id), CONSENTS, told)
        except EntryProblems as error:
            return [f"{one.field}:{one.code}" for one in error.problems]
    return []


def test_r2_a_withdrawn_consent_counts_once_it_is_approved_and_everything_else_stays(
    database: Database, account: Account
) -> None:
    assert stands(database, account) == ("2026-09", {1: YES, 2: YES, 3: NO, 4: YES})
    with database.transaction() as session:
        found = recorded(session, account)
    assert stands(database, account)[1][2] is YES
    approve(database, found)
    assert stands(database, account) == ("2026-09", {1: YES, 2: NO, 3: NO, 4: YES})
    with database.reading() as session:
        kept = session.get_one(Account, account.id)
        assert (kept.status, session.scalars(sa.select(Task).where(Task.done_at.is_(None))).all()) == (
            AccountStatus.ACTIVATED, [],
        )  # fmt: skip
        line = session.scalars(sa.select(AuditEntry).where(AuditEntry.event == Event.ACCOUNT_CONSENTS_CHANGED)).one()
        assert [(one.field, one.before, one.after) for one in line.values] == [("clause-2", "accepted", "refused")]
        assert line.details["paper"] == str(found.id)


def test_r2_a_consent_can_be_given_again_and_the_last_paper_counts(database: Database, account: Account) -> None:
    approved(database, account)
    approved(database, account, CONSENTS, typed(database, c2="accepted", c3="accepted"))
    assert stands(database, account)[1] == {1: YES, 2: YES, 3: YES, 4: YES}
    with database.reading() as session:
        found = declarations.accepted(session, session.get_one(Account, account.id))
        assert sorted(given.paper.number for given in found.answers.values()) == [
            "2026/000001", "2026/000001", "2026/000003", "2026/000003",
        ]  # fmt: skip


def test_r2_only_what_is_voluntary_can_be_withdrawn(database: Database, account: Account) -> None:
    with database.reading() as session:
        asked = asks(session, session.get_one(Account, account.id), CONSENTS)
    assert asked is not None
    assert [one.number for one in asked.clauses] == [2, 3]


def test_r2_a_new_edition_is_accepted_as_a_whole(database: Database, account: Account) -> None:
    with database.reading() as session:
        kept = session.get_one(Account, account.id)
        assert asks(session, kept, REGULAMIN) is None, "there is no other in force"
    with database.transaction() as session:
        with_a_new(session)
    approved(database, account, REGULAMIN)
    assert stands(database, account) == ("2026-11", {1: YES, 3: YES})
    with database.reading() as session:
        kept = session.get_one(Account, account.id)
        assert asks(session, kept, REGULAMIN) is None, "it is accepted"
        assert session.scalars(
            sa.select(AuditEntry).where(AuditEntry.event == Event.ACCOUNT_REGULAMIN_ACCEPTED)
        ).one().details["edition"] == "2026-11"  # fmt: skip


def test_p7_a_refused_clause_or_an_unsigned_regulamin_is_no_acceptance(database: Database, account: Account) -> None:
    with database.transaction() as session:
        with_a_new(session)
        first, news = clause(session, "2026-11", 1), clause(session, "2026-11", 3)
        refused = recorded(session, account, REGULAMIN, {first: "refused"})
        unsigned = recorded(session, account, REGULAMIN, {"signed": "no"})
        voluntary = recorded(session, account, REGULAMIN, {news: "refused"})
    assert hindrances(database, refused) == [FormHindrance.CLAUSE_REFUSED]
    assert hindrances(database, unsigned) == [FormHindrance.REGULAMIN_UNSIGNED]
    for found in (refused, unsigned):
        with pytest.raises(NotApprovable):
            approve(database, found)
    approve(database, voluntary)
    assert stands(database, account) == ("2026-11", {1: YES, 3: NO})


def test_p7_an_unsigned_paper_or_a_closed_account_changes_no_consent(database: Database, account: Account) -> None:
    with database.transaction() as session:
        unsigned, late = recorded(session, account, CONSENTS, {"signed": "no"}), recorded(session, account)
        session.get_one(Account, account.id).status = AccountStatus.CLOSED
    assert hindrances(database, unsigned) == [DeclarationHindrance.UNSIGNED, DeclarationHindrance.ACCOUNT_ENDED]
    assert hindrances(database, late) == [DeclarationHindrance.ACCOUNT_ENDED]


def test_a_consent_of_an_edition_that_counts_no_more_cannot_be_approved(database: Database, account: Account) -> None:
    with database.transaction() as session:
        found = recorded(session, account)
        with_a_new(session)
    approved(database, account, REGULAMIN)
    assert hindrances(database, found) == [DeclarationHindrance.SUPERSEDED]
    with pytest.raises(NotApprovable) as stopped:
        approve(database, found)
    assert [one.kind for one in stopped.value.hindrances] == [DeclarationHindrance.SUPERSEDED]


def test_what_was_signed_last_counts_whichever_was_approved_first(database: Database, account: Account) -> None:
    given, withdrawn = typed(database, c3="accepted"), typed(database, c2="refused")
    with database.transaction() as session:
        early = recorded(session, account, CONSENTS, given | {"received_on": "16.11.2026", "document_date": ""})
    late = approved(database, account, CONSENTS, withdrawn | {"received_on": "20.11.2026", "document_date": ""})
    with database.transaction() as session:
        again = recorded(session, account, CONSENTS, typed(database, c2="accepted") | {"received_on": "18.11.2026",
                         "document_date": ""})  # fmt: skip
    approve(database, again)
    approve(database, early)
    assert stands(database, account)[1] == {1: YES, 2: NO, 3: YES, 4: YES}, late.number


def test_p6_whoever_recorded_or_completed_it_may_not_approve_it(database: Database, account: Account) -> None:
    with database.transaction() as session:
        found = recorded(session, account)
    with pytest.raises(OwnEntry):
        approve(database, found, by=CLERK)
    told = typed(database, c3="accepted")
    with database.transaction() as session:
        by = member(session, APPROVER)
        other = entry(session, session.get_one(Account, account.id), CONSENTS, told)
        declarations.complete(session, found.id, other, revision=1, by=by, at=NOW)
    with pytest.raises(OwnEntry):
        approve(database, found)
    with database.reading() as session:
        corrected = session.scalars(
            sa.select(AuditEntry).where(AuditEntry.event == Event.APPLICATION_CORRECTED)
        ).one()  # fmt: skip
        assert {(one.field, one.before, one.after) for one in corrected.values} == {
            ("clause-2", "refused", ""), ("clause-3", "", "accepted"),
        }  # fmt: skip


def test_the_same_form_sent_twice_is_one_paper_and_with_other_content_none(
    database: Database, account: Account
) -> None:
    key, told = uuid4(), typed(database, c2="refused", c3="accepted")
    with database.transaction() as session:
        first = recorded(session, account, key=key)
        assert recorded(session, account, key=key).id == first.id
        with pytest.raises(OtherContent):
            recorded(session, account, CONSENTS, told, key=key)


def test_refused_returned_and_withdrawn_papers_change_nothing(database: Database, account: Account) -> None:
    with database.transaction() as session:
        first, second, third = (recorded(session, account) for _ in range(3))
        by = member(session, APPROVER)
        decide.refuse(session, Declaration, first.id, revision=1, reason="podpis nie klienta", by=by, at=NOW)
        decide.return_incomplete(session, Declaration, second.id, revision=1, missing="podpis", by=by, at=NOW)
        decide.withdraw(session, Declaration, third.id, revision=1, reason="telefonicznie", by=by, at=NOW)
    for one in (first, third):
        with pytest.raises(FasterColleague):
            approve(database, one)
    assert stands(database, account)[1][2] is YES
    with database.reading() as session:
        assert session.get_one(Declaration, second.id).status is CaseStatus.INCOMPLETE


def test_it_waits_in_the_queue_with_its_own_name_and_is_found(database: Database, account: Account) -> None:
    with database.transaction() as session:
        found = recorded(session, account)
    with database.reading() as session:
        waiting = queue(session, Wanted(), today=TODAY)
        assert [(one.case.number, one.case.purpose) for group in waiting for one in group.lines] == [
            (found.number, "declare")
        ]
        assert found.number in {hit.number for hit in search(session, "żółkiewski").found}


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ({}, ["clause-2:nothing_changes"]),
        ({"c2": "accepted"}, ["clause-2:same_consent"]),
        ({"c3": "refused"}, ["clause-3:same_consent"]),
        ({"c2": "illegible"}, ["clause-2:choose"]),
        ({"c2": "refused", "customer_number": "104234"}, ["customer_number:other_number"]),
        ({"c2": "refused", "signed": ""}, ["signed:choose"]),
        ({"c2": "refused", "channel": "counter"}, ["copy_handed:copy_required"]),
        ({"c2": "refused", "channel": ""}, ["channel:choose"]),
        ({"c2": "refused", "copy_handed": "yes"}, ["copy_handed:no_copy_by_post"]),
        ({"c2": "refused", "document_date": "24.11"}, ["document_date:after_received"]),
    ],
)
def test_p10_every_problem_is_told_at_its_field(
    database: Database, account: Account, told: dict[str, str], wrong: list[str]
) -> None:
    with database.reading() as session:
        names = {f"c{number}": clause(session, "2026-09", number) for number in (2, 3)}
    found = problems(database, account, {names.get(name, name): value for name, value in told.items()})
    for short, name in names.items():
        found = [one.replace(f"{name}:", f"clause-{short[1:]}:") for one in found]
    assert found == wrong


def test_a_new_regulamin_is_awaited_from_those_who_have_not_accepted_it(database: Database, account: Account) -> None:
    with database.transaction() as session:
        for number, status in (("200001", AccountStatus.BLOCKED), ("200002", AccountStatus.NOTIFIED)):
            other = under_the_old(session, customer_number=number, email=f"{number}@example.com",
                                  email_again=f"{number}@example.com")  # fmt: skip
            other.status = status
        with_a_new(session)
    with database.reading() as session:
        found = outstanding(session, today=TODAY)
        assert (found.version, found.since, found.unasked) == ("Regulamin z listopada", date(2026, 11, 20), 2)
        assert {(one.account.customer_number, one.opened_under) for one in found.waiting} == {
            ("104233", "Regulamin z września"), ("200002", "Regulamin z września"),
        }  # fmt: skip
    approved(database, account, REGULAMIN)
    with database.reading() as session:
        found = outstanding(session, today=TODAY)
        assert [one.account.customer_number for one in found.waiting] == ["200002"]


@pytest.fixture
def awaited(database: Database, account: Account) -> Account:
    """An account whose customer has still to accept the new Regulamin."""
    with database.transaction() as session:
        with_a_new(session)
        session.add(OfficeSetting(name="reacceptance_on_new_version", value=True))
    return account


def ask(database: Database) -> int:
    with database.transaction() as session:
        return declarations.ask(session, today=TODAY, by=member(session, APPROVER), at=NOW)


def test_everybody_who_is_waited_for_is_asked_once(database: Database, awaited: Account) -> None:
    assert (ask(database), ask(database)) == (1, 0)
    with database.reading() as session:
        (call,) = session.scalars(sa.select(RegulaminCall))
        (task,) = session.scalars(sa.select(Task).where(Task.done_at.is_(None)))
        assert (call.account_id, task.kind, task.subject_id) == (awaited.id, TELL_REGULAMIN.name, call.id)
        found = outstanding(session, today=TODAY)
        assert ([one.asked_at for one in found.waiting], found.unasked) == ([NOW], 0)


def test_whose_paper_lies_in_the_office_is_not_asked(database: Database, awaited: Account) -> None:
    with database.transaction() as session:
        recorded(session, awaited, REGULAMIN)
    assert ask(database) == 0
    with database.reading() as session:
        assert [one.filed for one in outstanding(session, today=TODAY).waiting] == [True]


@pytest.mark.parametrize("status", [AccountStatus.APPROVED, AccountStatus.NEEDS_ATTENTION, AccountStatus.BLOCKED])
def test_nobody_is_asked_to_go_on_using_an_account_that_is_not_in_use(
    database: Database, awaited: Account, status: AccountStatus
) -> None:
    with database.transaction() as session:
        session.get_one(Account, awaited.id).status = status
    assert ask(database) == 0


def test_the_time_to_accept_begins_when_somebody_asks(database: Database, awaited: Account) -> None:
    ask(database)
    with database.reading() as session:
        (one,) = outstanding(session, today=TODAY).waiting
        assert one.until(OfficeRules(reacceptance_days=30)) == TODAY + timedelta(days=30)


def test_where_the_office_does_not_want_it_nobody_is_asked(database: Database, account: Account) -> None:
    with database.transaction() as session:
        with_a_new(session)
    assert ask(database) == 0


def test_who_has_accepted_it_is_not_asked(database: Database, awaited: Account) -> None:
    approved(database, awaited, REGULAMIN)
    assert ask(database) == 0


def test_the_letter_says_what_counts_from_now_on(database: Database, account: Account) -> None:
    told = typed(database, c2="refused", c3="accepted")
    found = approved(database, account, CONSENTS, told)
    with database.reading() as session:
        one = session.get_one(Declaration, found.id)
        said = letter(one, changes.present(session, one.account), branding.load(), AS_SHIPPED, last_day=7)
    assert said is not None
    assert said.title == "Potwierdzenie zmiany zgód"
    points = next(block for block in said.blocks if not isinstance(block, str))
    assert [point.replace("\N{NO-BREAK SPACE}", " ") for point in points] == [
        "zgoda wycofana: Chcę dostawać e-faktury. (klauzula 2)", "zgoda udzielona: Chcę wiadomości. (klauzula 3)",
    ]  # fmt: skip


def test_r2_a_refusal_names_the_clauses_that_were_not_accepted(database: Database, account: Account) -> None:
    with database.transaction() as session:
        with_a_new(session)
        refused = recorded(session, account, REGULAMIN, {clause(session, "2026-11", 1): "refused"})
        by = member(session, APPROVER)
        decide.refuse(session, Declaration, refused.id, revision=1, reason="klauzula 1", by=by, at=NOW)
        one = session.get_one(Declaration, refused.id)
        said = letter(one, changes.present(session, one.account), branding.load(), AS_SHIPPED, last_day=7)
    assert said is not None
    assert "Akceptuję Regulamin." in str(said.blocks)
    assert "Nowe oświadczenie można złożyć" in str(said.blocks)
