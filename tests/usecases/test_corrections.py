"""The address of an account is corrected by two people, before its first login (R5, P6, P8)."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from provisioner import accounts, corrections, office
from provisioner.accounts.blocking.rules import BlockGround
from provisioner.accounts.kinds import NOTIFY, PROVISION
from provisioner.accounts.rules import STANDING_BLOCK, AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.applications.search import search
from provisioner.applications.tables import Application
from provisioner.cases.channels import Channel
from provisioner.corrections.entry import read_proposal
from provisioner.corrections.rules import CorrectionKind, CorrectionStatus
from provisioner.corrections.tables import Correction
from provisioner.database import Database
from provisioner.entry.reasons import ReasonMissing
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry
from provisioner.outbox.tables import Task
from tests.corrected import APPROVER, CLERK, RIGHT, confirm, corrected, propose, wrong
from tests.factories import NOW, TODAY, approved, member

WRONG = "jozef@example.com"
STOPPED = AccountStatus.NEEDS_ATTENTION


def test_a_confirmed_correction_changes_the_account_and_never_the_application(database: Database) -> None:
    with database.transaction() as session:
        account = wrong(session)
    corrected(database, account)
    with database.reading() as session:
        now = session.get_one(Account, account.id)
        assert (now.email, now.email_key, now.former_emails) == (RIGHT, RIGHT, [WRONG])
        assert now.status is AccountStatus.CREATED
        assert session.get_one(Application, account.case_id).email == WRONG
        (task,) = session.scalars(sa.select(Task).where(Task.done_at.is_(None)))
        assert task.kind == NOTIFY.name
        assert [hit.email for hit in search(session, "jozef.zolkiewski").found] == [RIGHT]


def test_where_there_is_no_user_the_account_is_created_anew(database: Database) -> None:
    with database.transaction() as session:
        account = wrong(session, STOPPED, Attention.EMAIL_TAKEN)
    corrected(database, account)
    with database.reading() as session:
        assert session.get_one(Account, account.id).status is AccountStatus.APPROVED
        (task,) = session.scalars(sa.select(Task).where(Task.done_at.is_(None)))
        assert task.kind == PROVISION.name


def test_p8_each_step_is_a_line_with_both_addresses_beside_it(database: Database) -> None:
    with database.transaction() as session:
        account = wrong(session)
        found = propose(session, account)
        corrections.reject(session, found.id, reason="to inny klient", by=member(session, APPROVER), at=NOW)
        confirm(session, propose(session, account))
    with database.reading() as session:
        lines = session.scalars(
            sa.select(AuditEntry).where(AuditEntry.object_id == str(account.id)).order_by(AuditEntry.seq)
        ).all()
        assert [line.event for line in lines] == [
            Event.CORRECTION_PROPOSED, Event.CORRECTION_REJECTED, Event.CORRECTION_PROPOSED, Event.CORRECTION_CONFIRMED,
        ]  # fmt: skip
        assert {(one.field, one.before, one.after) for line in lines for one in line.values} == {
            ("email", WRONG, RIGHT)
        }
        assert not [line for line in lines if "@" in str(line.details)]


def test_p6_whoever_proposed_may_not_confirm_unless_the_office_allows_it(database: Database) -> None:
    with database.transaction() as session:
        account = wrong(session)
        found = propose(session, account, by=APPROVER)
    with pytest.raises(corrections.OwnProposal), database.transaction() as session:
        confirm(session, found)
    with database.transaction() as session:
        office.change(session, "four_eyes", "off")
        confirm(session, found)
    with database.reading() as session:
        assert session.get_one(Correction, found.id).one_person_reason == "four_eyes off"


def test_what_was_keyed_wrongly_is_compared_with_the_paper(database: Database) -> None:
    with database.transaction() as session:
        found = propose(session, wrong(session))
    with pytest.raises(corrections.NotCompared), database.transaction() as session:
        confirm(session, found, compared=False)


def test_of_a_wrong_paper_the_customers_signed_word_is_kept(database: Database) -> None:
    with database.transaction() as session:
        account = wrong(session)
        word: dict[str, Any] = {"word_received_on": date(2026, 11, 23), "word_channel": Channel.POST}
        found = propose(session, account, kind=CorrectionKind.PAPER_WRONG, **word)
        confirm(session, found, compared=False)
    with database.reading() as session:
        assert session.get_one(Account, account.id).email == RIGHT


ENOUGH = {"email": RIGHT, "email_again": RIGHT, "kind": "keyed_wrongly"}


@pytest.mark.parametrize(
    ("changed", "problems"),
    [
        ({}, []),
        ({"email": ""}, ["email:required"]),
        ({"email": "jan@example", "email_again": "jan@example"}, ["email:email"]),
        ({"email_again": ""}, ["email_again:required"]),
        ({"email_again": "other@example.com"}, ["email_again:differs"]),
        ({"kind": ""}, ["kind:choose"]),
        ({"kind": "paper_wrong"}, ["word_received_on:required", "word_channel:choose"]),
        ({"kind": "paper_wrong", "word_received_on": "31.12", "word_channel": "post"}, ["word_received_on:future"]),
        ({"kind": "paper_wrong", "word_received_on": "d", "word_channel": "post"}, []),
    ],
)
def test_p10_every_problem_of_a_proposal_is_told_at_its_field(changed: dict[str, str], problems: list[str]) -> None:
    try:
        read_proposal(ENOUGH | changed, today=TODAY)
        found = []
    except corrections.CorrectionProblems as error:
        found = [f"{one.field}:{one.code}" for one in error.problems]
    assert found == problems


@pytest.mark.parametrize(("email", "code"), [(WRONG, "unchanged"), ("TAKEN@example.com", "held")])
def test_an_address_that_can_never_do_is_refused(database: Database, email: str, code: str) -> None:
    with database.transaction() as session:
        account = wrong(session)
        approved(session, customer_number="104999", email="taken@example.com", email_again="taken@example.com")
    with pytest.raises(corrections.CorrectionProblems) as error, database.transaction() as session:
        propose(session, account, email)
    assert [one.code for one in error.value.problems] == [code]


def test_an_address_that_another_account_took_meanwhile_is_not_confirmed(database: Database) -> None:
    with database.transaction() as session:
        found = propose(session, wrong(session))
        approved(session, customer_number="104999", email=RIGHT, email_again=RIGHT)
    with pytest.raises(accounts.AddressHeld), database.transaction() as session:
        confirm(session, found)
    with database.reading() as session:
        assert session.get_one(Correction, found.id).status is CorrectionStatus.OPEN


def test_one_proposal_at_a_time_and_another_after_a_rejection(database: Database) -> None:
    with database.transaction() as session:
        account = wrong(session)
        found = propose(session, account)
    with pytest.raises(corrections.AlreadyProposed), database.transaction() as session:
        propose(session, account, "third@example.com")
    with pytest.raises(ReasonMissing), database.transaction() as session:
        corrections.reject(session, found.id, reason=" ", by=member(session, APPROVER), at=NOW)
    with database.transaction() as session:
        corrections.reject(session, found.id, reason="nie zgadza się", by=member(session, APPROVER), at=NOW)
        propose(session, account, "third@example.com")
    with pytest.raises(corrections.NotOpen) as decided, database.transaction() as session:
        confirm(session, found)
    assert (decided.value.who, decided.value.status) == (APPROVER, CorrectionStatus.REJECTED)


@pytest.mark.parametrize("status", [AccountStatus.APPROVED, AccountStatus.ACTIVATED, AccountStatus.CLOSED])
def test_in_other_states_nothing_is_proposed_or_confirmed(database: Database, status: AccountStatus) -> None:
    with database.transaction() as session:
        early = propose(session, wrong(session))
        late = wrong(session, status, customer_number="104999", email="b@example.com", email_again="b@example.com")
        session.execute(sa.update(Account).where(Account.id == early.account_id).values(status=status))
    with pytest.raises(accounts.NothingToDo), database.transaction() as session:
        propose(session, late)
    with pytest.raises(accounts.NothingToDo), database.transaction() as session:
        confirm(session, early)


def test_addresses_of_before_are_remembered_until_the_realm_has_the_present_one(database: Database) -> None:
    with database.transaction() as session:
        account = wrong(session)
    corrected(database, account, "second@example.com")
    corrected(database, account, "third@example.com")
    corrected(database, account, WRONG)
    with database.reading() as session:
        assert session.get_one(Account, account.id).former_emails == ["second@example.com", "third@example.com"]


OFFERS: list[tuple[dict[str, Any], bool, str]] = [
    ({"status": AccountStatus.APPROVED}, False, ""),
    ({"status": AccountStatus.CREATED}, False, "correct"),
    ({"status": AccountStatus.NOTIFIED}, False, "correct reissue"),
    ({"status": AccountStatus.EXPIRED}, False, "correct reissue"),
    ({"status": AccountStatus.ACTIVATED}, False, ""),
    ({"status": AccountStatus.CLOSED}, False, ""),
    ({"status": STOPPED, "attention": Attention.EMAIL_TAKEN}, False, "close correct retry"),
    ({"status": STOPPED, "attention": Attention.EMAIL_TAKEN}, True, "close correct"),
    ({"status": STOPPED, "attention": Attention.EMAIL_TAKEN, "keycloak_id": "known"}, True, "correct"),
    ({"status": STOPPED, "attention": Attention.REFUSED_BY_KEYCLOAK}, True, "close correct retry"),
    ({"status": STOPPED, "attention": Attention.MAIL_REFUSED, "keycloak_id": "known"}, True, "correct retry"),
    ({"status": STOPPED, "attention": Attention.GAVE_UP}, False, "correct retry"),
    ({"status": STOPPED, "attention": Attention.NOT_BLOCKED}, False, "retry"),
    ({"status": AccountStatus.BLOCKED}, False, ""),
]


@pytest.mark.parametrize(("state", "held", "steps"), OFFERS)
def test_nothing_that_cannot_succeed_is_offered(state: dict[str, Any], held: bool, steps: str) -> None:
    assert " ".join(sorted(accounts.offered(Account(**state), held=held))) == steps


@pytest.mark.parametrize(
    ("state", "steps"),
    [
        ({"status": AccountStatus.BLOCKED}, "correct"),
        ({"status": AccountStatus.BLOCKING}, ""),
        ({"status": AccountStatus.UNBLOCKING}, ""),
        ({"status": STOPPED, "attention": Attention.NOT_UNBLOCKED}, "correct retry"),
        ({"status": STOPPED, "attention": Attention.NOT_BLOCKED}, "retry"),
    ],
)
def test_out_of_a_block_for_a_wrong_address_leads_a_correction(state: dict[str, Any], steps: str) -> None:
    offered = accounts.offered(Account(**state), held=False, ground=BlockGround.WRONG_ADDRESS)
    assert " ".join(sorted(offered)) == steps
    other = accounts.offered(Account(**state), held=False, ground=BlockGround.TAKEOVER)
    assert accounts.Step.CORRECT not in other


@pytest.mark.parametrize("why", list(Attention))
@pytest.mark.parametrize("known", [None, "known"], ids=["no user", "user"])
def test_no_stopped_account_stays_in_the_counter_for_ever(why: Attention, known: str | None) -> None:
    """Whatever stopped it: it can be closed, or blocked, or the block that stands can be carried on with."""
    account = Account(status=STOPPED, attention=why, keycloak_id=known)
    steps = accounts.offered(account, held=True)
    standing = why in STANDING_BLOCK
    assert accounts.Step.CLOSE in steps or accounts.blockable(account) or (standing and accounts.Step.RETRY in steps)
    if why in (Attention.EMAIL_TAKEN, Attention.REFUSED_BY_KEYCLOAK, Attention.MAIL_REFUSED):
        assert accounts.Step.CORRECT in steps, "corrected, which has a new password mailed"


@pytest.mark.parametrize("holder", ["activated", "approved", "closed", "elsewhere"])
def test_another_try_is_offered_once_no_account_of_ours_holds_the_mailbox(database: Database, holder: str) -> None:
    other = "other@example.com" if holder == "elsewhere" else WRONG
    state = AccountStatus(holder) if holder != "elsewhere" else AccountStatus.ACTIVATED
    with database.transaction() as session:
        stopped = wrong(session, STOPPED, Attention.EMAIL_TAKEN)
        wrong(session, state, customer_number="104999", email=other, email_again=other)
    held = holder in ("activated", "approved")
    with database.transaction() as session:
        assert (accounts.Step.RETRY in accounts.offered_now(session, stopped)) is not held
        tried = accounts.retry_all(session, Attention.EMAIL_TAKEN, "", by=member(session, CLERK), at=NOW)
        assert tried == (0 if held else 1)
