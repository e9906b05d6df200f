"""Whoever acts for a customer has access as long as their mandate lasts, and nobody after it (R8, P6, P8)."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import accounts, applications, corrections, incidents, office
from provisioner.accounts.blocking.rules import ASKED_FOR, LEAKED, BlockGround
from provisioner.accounts.kinds import END_MANDATE
from provisioner.accounts.mandates.entry import MandateProblems, read_extension, read_mandate
from provisioner.accounts.mandates.rules import MandateKind
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.applications.rules import FiledBy, FormHindrance
from provisioner.applications.tables import Application
from provisioner.cases import NotApprovable
from provisioner.cases.channels import Channel
from provisioner.corrections.rules import CorrectionKind
from provisioner.database import Database
from provisioner.entry.reasons import ReasonMissing
from provisioner.incidents.tables import Incident
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry
from provisioner.outbox.tables import Task
from tests import resigned
from tests.corrected import RIGHT, confirm, propose
from tests.factories import NOW, PRACTICE, TODAY, approved, entry, member, recorded
from tests.mandated import (
    APPROVER,
    LAST_DAY,
    OVER,
    PAPER,
    REVOKED,
    acting,
    blocks,
    comes,
    extend,
    mandates,
    record,
    revoke,
    stand,
)

Status = AccountStatus


@pytest.fixture
def account(database: Database) -> Account:
    """Active, used by an attorney until the end of 2027."""
    with database.transaction() as session:
        return acting(session)


def state(database: Database) -> AccountStatus:
    with database.reading() as session:
        return session.scalars(sa.select(Account.status)).one()


def tasks(database: Database) -> dict[str, datetime]:
    with database.reading() as session:
        return {one.kind: one.not_before for one in session.scalars(sa.select(Task).where(Task.done_at.is_(None)))}


def lines(database: Database) -> Iterator[tuple[Event, dict[str, tuple[str, str]]]]:
    with database.reading() as session:
        wanted = sa.select(AuditEntry).where(AuditEntry.event.startswith("account:mandate"))
        for line in session.scalars(wanted.order_by(AuditEntry.seq)):
            assert "Lis" not in str(line.details), "no personal data in the journal itself"
            yield line.event, {one.field: (one.before, one.after) for one in line.values}


def longer(session: Session, account: Account) -> object:
    return extend(session, account, date(2028, 6, 30))


def test_the_kinds_on_the_paper_are_those_of_a_mandate() -> None:
    assert {one.value for one in FiledBy} - {"self"} == {one.value for one in MandateKind}


def test_an_application_filed_by_an_attorney_opens_the_account_with_the_mandate(database: Database) -> None:
    with database.transaction() as session:
        acting(session, None)
    (one,) = mandates(database)
    assert (one.kind, one.name, one.until, one.ended_at) == (MandateKind.ATTORNEY, "Anna Lis", LAST_DAY, None)
    assert tasks(database)[END_MANDATE.name] == OVER, "the first moment after its last day, by the office's clock"
    assert list(lines(database)) == [
        (
            Event.MANDATE_GRANTED,
            {"filed_by": ("", "attorney"), "attorney_name": ("", "Anna Lis"), "mandate_until": ("", "31.12.2027")},
        )
    ]


def test_without_a_last_day_it_lasts_and_the_customers_own_application_has_none(database: Database) -> None:
    with database.transaction() as session:
        acting(session, None, mandate_until="")
        approved(session, customer_number="200001", email="b@example.com", email_again="b@example.com")
    (one,) = mandates(database)
    assert (one.until, END_MANDATE.name in tasks(database)) == (None, False)


@pytest.mark.parametrize(
    ("decided", "approvable"),
    [
        (datetime(2026, 11, 26, 22, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 26, 23, 0, tzinfo=UTC), False),
    ],
    ids=["a minute before midnight in the office", "at midnight in the office"],
)
def test_p7_an_application_whose_mandate_is_over_is_not_approved(
    database: Database, decided: datetime, approvable: bool
) -> None:
    with database.transaction() as session:
        found = recorded(session, **PAPER | {"mandate_until": "26.11.2026"})

    def approve() -> None:
        with database.transaction() as session:
            applications.approve(session, found.id, revision=1, by=member(session, APPROVER), at=decided)

    if approvable:
        approve()
        return
    with pytest.raises(NotApprovable) as refused:
        approve()
    assert [one.kind for one in refused.value.hindrances] == [FormHindrance.MANDATE_OVER]
    assert mandates(database) == []


SELF = {"filed_by": "self", "attorney_name": "", "mandate_until": ""}


@pytest.mark.parametrize(
    ("typed", "required", "hinders"),
    [
        ({"proof_kind": ""}, True, [FormHindrance.PROOF_MISSING]),
        ({"proof_kind": "court", "filed_by": "guardian"}, True, []),
        ({"proof_kind": "register", "filed_by": "organ", "proof_on": "20.11.2026"}, True, []),
        ({"proof_kind": "", **SELF}, True, []),
        ({"proof_kind": ""}, False, []),
    ],
    ids=["no proof", "court decision", "extract of today's register", "the customer", "the office asks for none"],
)
def test_p7_whoever_signs_for_the_customer_shows_by_what_paper_they_may(
    database: Database, typed: dict[str, str], required: bool, hinders: list[object]
) -> None:
    with database.transaction() as session:
        office.change(session, "representative_proof_required", str(required).lower())
        found = recorded(session, **PAPER | typed)
        assert [one.kind for one in found.hindrances(TODAY)] == hinders


def test_a_case_from_before_the_desk_asked_for_the_proof_is_approved_as_it_is(database: Database) -> None:
    with database.transaction() as session:
        found = recorded(session, **PAPER | {"proof_kind": ""})
        found.proof_needed = False
    with database.transaction() as session:
        found = session.get_one(Application, found.id)
        told = entry(session, **PAPER | {"proof_kind": "", "phone": "602 000 111"})
        by = member(session, "Celina Clerk")
        applications.complete(session, found.id, told, revision=1, practice=PRACTICE, by=by, at=NOW)
        assert found.hindrances(TODAY) == [], "a correction does not ask for it either"


def test_extended_it_has_another_last_day_and_the_former_one_stays(database: Database, account: Account) -> None:
    with database.transaction() as session:
        extend(session, account, date(2028, 6, 30))
    former, now = mandates(database)
    assert (former.until, former.ended_at, former.ended_reason) == (LAST_DAY, now.granted_at, "")
    assert (now.name, now.until, now.proof, now.ended_at) == (former.name, date(2028, 6, 30), "aneks", None)
    assert tasks(database) == {END_MANDATE.name: datetime(2028, 6, 30, 22, 0, tzinfo=UTC)}
    assert list(lines(database))[-1] == (
        Event.MANDATE_EXTENDED, {"mandate_until": ("31.12.2027", "30.06.2028"), "mandate_proof": ("", "aneks")}
    )  # fmt: skip
    with database.transaction() as session:
        extend(session, account, None)
    assert tasks(database) == {}


def test_what_is_over_is_not_extended_though_the_worker_has_not_come_yet(database: Database, account: Account) -> None:
    with pytest.raises(accounts.NothingToDo), database.transaction() as session:
        extend(session, account, date(2028, 6, 30), at=OVER)
    assert tasks(database) == {END_MANDATE.name: OVER}


@pytest.mark.parametrize("door", [longer, revoke], ids=["extend", "revoke"])
def test_while_the_worker_is_at_its_day_nobody_else_is(
    database: Database, account: Account, door: Callable[[Session, Account], object]
) -> None:
    with database.transaction() as session:
        session.execute(sa.update(Task).where(Task.done_at.is_(None)).values(leased_until=NOW + timedelta(minutes=1)))
    with pytest.raises(accounts.Busy), database.transaction() as session:
        door(session, account)
    assert tasks(database) == {END_MANDATE.name: OVER}


def test_revoked_it_blocks_the_account_at_once(database: Database, account: Account) -> None:
    with database.transaction() as session:
        revoke(session, account)
    (one,), (block,) = mandates(database), blocks(database)
    assert (one.ended_at, one.ended_by, one.ended_reason) == (NOW, block.by, REVOKED)
    assert (block.ground, block.reason, block.former) == (BlockGround.MANDATE_ENDED, REVOKED, Status.ACTIVATED)
    assert (state(database), set(tasks(database))) == (Status.BLOCKING, {"block"})
    assert list(lines(database))[-1] == (Event.MANDATE_REVOKED, {"revoke_reason": ("", REVOKED)})
    with pytest.raises(accounts.NothingToDo), database.transaction() as session:
        revoke(session, account)


def test_revoking_needs_a_reason(database: Database, account: Account) -> None:
    with pytest.raises(ReasonMissing), database.transaction() as session:
        accounts.revoke_mandate(session, account.case_id, reason=" ", by=member(session, APPROVER), at=NOW)
    assert state(database) is Status.ACTIVATED


def test_after_its_last_day_it_ends_by_itself_once(database: Database, account: Account) -> None:
    for _ in range(2):
        with database.transaction() as session:
            comes(session, account)
    (one,), (block,) = mandates(database), blocks(database)
    assert (one.ended_at, one.ended_by, one.ended_reason) == (OVER, None, "")
    assert (block.ground, block.by) == (BlockGround.MANDATE_ENDED, None)
    assert "31.12.2027" in block.reason
    assert [event for event, _ in lines(database)] == [Event.MANDATE_GRANTED, Event.MANDATE_ENDED]


def test_before_its_day_nothing_ends_and_it_is_asked_again(database: Database, account: Account) -> None:
    with database.transaction() as session:
        session.execute(sa.update(Task).values(done_at=NOW))
        comes(session, account, at=OVER - timedelta(seconds=1))
    assert (state(database), tasks(database)) == (Status.ACTIVATED, {END_MANDATE.name: OVER})


def test_an_account_not_yet_created_is_blocked_too(database: Database) -> None:
    with database.transaction() as session:
        waiting = acting(session, None)
        revoke(session, waiting)
    assert (state(database), set(tasks(database))) == (Status.BLOCKING, {"block"})


@pytest.mark.parametrize(
    ("status", "attention"),
    [
        (Status.BLOCKED, None),
        (Status.NEEDS_ATTENTION, Attention.NOT_BLOCKED),
        (Status.NEEDS_ATTENTION, Attention.NOT_UNBLOCKED),
    ],
)
def test_where_another_block_stands_the_graver_ground_takes_its_place(
    database: Database, account: Account, status: AccountStatus, attention: Attention | None
) -> None:
    with database.transaction() as session:
        stand(session, account, status, BlockGround.REGULAMIN, attention)
        comes(session, account)
    former, block = blocks(database)
    assert (former.lifted_at, former.ended_reason != "") == (OVER, True)
    assert (block.ground, block.former) == (BlockGround.MANDATE_ENDED, Status.ACTIVATED)
    assert (state(database), set(tasks(database))) == (Status.BLOCKING, {"block"})


def test_a_block_for_a_mail_gone_astray_stays_and_its_password_is_dead_already(
    database: Database, account: Account
) -> None:
    with database.transaction() as session:
        stand(session, account, Status.BLOCKED, BlockGround.WRONG_ADDRESS)
        comes(session, account)
    assert [block.ground for block in blocks(database)] == [BlockGround.WRONG_ADDRESS]
    assert (state(database), tasks(database)) == (Status.BLOCKED, {})
    assert mandates(database)[0].ended_at == OVER


@pytest.mark.parametrize("attention", [None, Attention.NOT_REMOVED])
def test_an_account_that_is_closing_stays_shut_on_that_ground(
    database: Database, account: Account, attention: Attention | None
) -> None:
    status = Status.NEEDS_ATTENTION if attention else Status.CLOSING
    with database.transaction() as session:
        stand(session, account, status, BlockGround.CLOSING, attention)
        comes(session, account)
    former, block = blocks(database)
    assert (former.ground, block.ground, block.blocked_at) == (
        BlockGround.CLOSING, BlockGround.MANDATE_ENDED, former.blocked_at
    )  # fmt: skip
    assert (state(database), tasks(database)) == (status, {})


@pytest.mark.parametrize(
    ("status", "attention", "ground"),
    [
        (Status.BLOCKING, None, BlockGround.TAKEOVER),
        (Status.UNBLOCKING, None, BlockGround.TAKEOVER),
        (Status.NEEDS_ATTENTION, Attention.NOT_UNBLOCKED, BlockGround.WRONG_ADDRESS),
    ],
)
def test_what_is_on_its_way_ends_first(
    database: Database, account: Account, status: AccountStatus, attention: Attention | None, ground: BlockGround
) -> None:
    with database.transaction() as session:
        stand(session, account, status, ground, attention)
    for door in (revoke, comes):
        with pytest.raises(accounts.Busy), database.transaction() as session:
            door(session, account)
    assert (state(database), tasks(database), mandates(database)[0].ended_at) == (
        status,
        {END_MANDATE.name: OVER},
        None,
    )


def test_while_no_mandate_stands_the_account_is_not_unblocked(database: Database, account: Account) -> None:
    with database.transaction() as session:
        comes(session, account)
        stand(session, account, Status.BLOCKED)

    def unblock() -> None:
        with database.transaction() as session:
            accounts.unblock(
                session, account.case_id, address_checked=True, reason="?", by=member(session, APPROVER), at=OVER
            )

    with pytest.raises(accounts.MandateOver):
        unblock()
    with database.transaction() as session:
        record(session, account, at=OVER)
    unblock()
    assert (state(database), set(tasks(database))) == (Status.UNBLOCKING, {"unblock"})


def test_whatever_the_ground_nobody_is_let_in_after_the_last_day(database: Database, account: Account) -> None:
    with database.transaction() as session:
        stand(session, account, Status.BLOCKED, BlockGround.TAKEOVER)
    with pytest.raises(accounts.MandateOver), database.transaction() as session:
        accounts.unblock(
            session, account.case_id, address_checked=True, reason="?", by=member(session, APPROVER), at=OVER
        )


def test_one_mandate_stands_at_a_time_and_none_is_recorded_for_an_account_that_ends(
    database: Database, account: Account
) -> None:
    with pytest.raises(accounts.NothingToDo), database.transaction() as session:
        record(session, account)
    with database.transaction() as session:
        revoke(session, account)
    for status in (Status.CLOSING, Status.CLOSED, Status.BLOCKING):
        with database.transaction() as session:
            stand(session, account, status)
        with pytest.raises(accounts.NothingToDo), database.transaction() as session:
            record(session, account)
    with database.transaction() as session:
        stand(session, account, Status.BLOCKED)
        record(session, account)
    assert [one.ended_at is None for one in mandates(database)] == [False, True]


def test_with_the_account_the_mandate_ends_and_nobody_waits_for_its_day(database: Database) -> None:
    with database.transaction() as session:
        account = acting(session, Status.NEEDS_ATTENTION)
        found = session.get_one(Account, account.id)
        found.attention, found.keycloak_id = Attention.EMAIL_TAKEN, None
        accounts.close(session, account.case_id, reason="rezygnacja", by=member(session, APPROVER), at=NOW)
    (one,) = mandates(database)
    assert (one.ended_at, one.ended_by, tasks(database)) == (NOW, None, {})


def test_people_choose_the_ground_from_no_list_and_no_incident_is_opened(database: Database, account: Account) -> None:
    assert BlockGround.MANDATE_ENDED in LEAKED
    assert BlockGround.MANDATE_ENDED not in ASKED_FOR
    with database.transaction() as session:
        comes(session, account)
        assert session.scalars(sa.select(Incident)).all() == []
        stand(session, account, Status.BLOCKED)
        session.get_one(Account, account.id).mails_begun = 1
    with database.transaction() as session:
        incidents.open_incident(session, account.case_id, what="list", by=member(session, APPROVER), at=OVER)
    assert [block.ground for block in blocks(database)] == [BlockGround.MANDATE_ENDED, BlockGround.WRONG_ADDRESS]


SIGNED: dict[str, Any] = {"word_received_on": TODAY, "word_channel": Channel.POST}


def test_p6_a_customer_who_acts_alone_gives_an_address_and_that_ends_the_block(
    database: Database, account: Account
) -> None:
    with database.transaction() as session:
        revoke(session, account)
        stand(session, account, Status.BLOCKED)
        assert accounts.Step.CORRECT in accounts.offered_now(session, session.get_one(Account, account.id))
    with pytest.raises(corrections.CorrectionProblems, match="kind:choose"), database.transaction() as session:
        propose(session, account)
    with database.transaction() as session:
        found = propose(session, account, kind=CorrectionKind.ACTS_ALONE, **SIGNED)
        with pytest.raises(corrections.NotCompared):
            confirm(session, found, compared=False)
        confirm(session, found)
    (block,) = blocks(database)
    assert (state(database), block.readdressed, set(tasks(database))) == (Status.UNBLOCKING, True, {"unblock"})
    with database.transaction() as session:
        block = session.merge(block)
        block.lifted_at = datetime.now(UTC)
        stand(session, account, Status.ACTIVATED)
        stand(session, account, Status.BLOCKED, BlockGround.TAKEOVER)
        accounts.unblock(
            session,
            account.case_id,
            address_checked=True,
            reason="?",
            by=member(session, APPROVER),
            at=datetime.now(UTC),
        )
    assert state(database) is Status.UNBLOCKING, "who acts alone is unblocked as anybody"
    with database.reading() as session:
        assert session.get_one(Account, account.id).email == RIGHT


def test_who_acts_alone_may_have_had_an_own_mailbox_all_the_time(database: Database, account: Account) -> None:
    with database.transaction() as session:
        revoke(session, account)
        stand(session, account, Status.BLOCKED)
        own = session.get_one(Account, account.id).email
        confirm(session, propose(session, account, own, kind=CorrectionKind.ACTS_ALONE, **SIGNED))
    assert (state(database), blocks(database)[0].readdressed) == (Status.UNBLOCKING, True)
    with database.reading() as session:
        kept = session.get_one(Account, account.id)
        assert (kept.email, kept.former_emails) == (own, [])


def test_after_a_mandate_nobody_is_unblocked_before_somebody_says_whose_the_address_is(
    database: Database, account: Account
) -> None:
    with database.transaction() as session:
        revoke(session, account)
        stand(session, account, Status.BLOCKED)
        record(session, account)
    with pytest.raises(accounts.AddressUnchecked), database.transaction() as session:
        accounts.unblock(session, account.case_id, reason="?", by=member(session, APPROVER), at=NOW)
    assert state(database) is Status.BLOCKED


def test_trying_an_unblocking_again_lets_nobody_in_whose_mandate_is_over(database: Database, account: Account) -> None:
    with database.transaction() as session:
        stand(session, account, Status.NEEDS_ATTENTION, BlockGround.WRONG_ADDRESS, Attention.NOT_UNBLOCKED)
    with pytest.raises(accounts.MandateOver), database.transaction() as session:
        accounts.retry(session, account.id, by=member(session, APPROVER), at=OVER)


def test_a_correction_proposed_before_the_mandate_ended_lets_nobody_in_after_it(database: Database) -> None:
    with database.transaction() as session:
        account = acting(session, Status.NOTIFIED)
        found = propose(session, account)
        revoke(session, account)
        stand(session, account, Status.BLOCKED)
    with pytest.raises(accounts.NothingToDo), database.transaction() as session:
        confirm(session, found)
    with database.transaction() as session:
        record(session, account)
        confirm(session, found)
    assert state(database) is Status.UNBLOCKING, "under the new mandate it is an address like any other"


def test_that_the_customer_acts_alone_is_no_reason_where_nobody_acted(database: Database) -> None:
    with database.transaction() as session:
        account = approved(session)
        stand(session, account, Status.NOTIFIED)
    with pytest.raises(corrections.CorrectionProblems, match="kind:choose"), database.transaction() as session:
        propose(session, account, kind=CorrectionKind.ACTS_ALONE, **SIGNED)


def test_an_end_taken_back_after_the_last_day_leaves_the_account_blocked(database: Database, account: Account) -> None:
    with database.transaction() as session:
        found = resigned.recorded(session, account)
    resigned.approve(database, found)
    with database.transaction() as session:
        closing = resigned.closing(database)
        closing = session.merge(closing)
        closing.shut_at, closing.remove_at = NOW, OVER + timedelta(days=14)
        block = session.merge(blocks(database)[0])
        block.blocked_at = NOW
        stand(session, account, Status.CLOSING)

    def take_back() -> None:
        with database.transaction() as session:
            accounts.withdraw_closing(session, found.id, reason="pismo", by=member(session, APPROVER), at=OVER)

    with pytest.raises(accounts.Busy):
        take_back()
    with database.transaction() as session:
        comes(session, account)
    take_back()
    assert state(database) is Status.BLOCKED


TYPED = {
    "mandate_kind": "guardian", "mandate_name": "Ewa Kos", "mandate_until": "30.06.2028",
    "mandate_proof": "postanowienie sądu",
}  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "problems"),
    [
        ({}, []),
        ({"mandate_until": "", "mandate_endless": "yes"}, []),
        ({"mandate_kind": ""}, ["mandate_kind:choose"]),
        ({"mandate_kind": "self"}, ["mandate_kind:choose"]),
        ({"mandate_name": " "}, ["mandate_name:required"]),
        ({"mandate_name": "x" * 256}, ["mandate_name:too_long"]),
        ({"mandate_name": "<b>"}, ["mandate_name:company"]),
        ({"mandate_until": ""}, ["mandate_until:required"]),
        ({"mandate_until": "30.02.2028"}, ["mandate_until:date"]),
        ({"mandate_until": "24.11.2026"}, ["mandate_until:past"]),
        ({"mandate_until": "01.01.2040"}, ["mandate_until:far_ahead"]),
        ({"mandate_endless": "yes"}, ["mandate_until:day_or_endless"]),
        ({"mandate_proof": ""}, ["mandate_proof:required"]),
        ({"mandate_proof": "\ufffd"}, ["mandate_proof:unreadable"]),
        (
            dict.fromkeys(TYPED, ""),
            ["mandate_kind:choose", "mandate_name:required", "mandate_until:required", "mandate_proof:required"],
        ),
    ],
)
def test_p10_every_problem_of_a_mandate_is_told_at_its_field(typed: dict[str, str], problems: list[str]) -> None:
    try:
        read_mandate(TYPED | typed, today=TODAY)
        found = []
    except MandateProblems as error:
        found = [f"{one.field}:{one.code}" for one in error.problems]
    assert found == problems


def test_p10_an_extension_asks_for_the_day_and_the_paper_alone() -> None:
    told = read_extension({"mandate_until": "30.6", "mandate_proof": " aneks "}, today=TODAY)
    assert (told.until, told.proof) == (date(2027, 6, 30), "aneks")
    with pytest.raises(MandateProblems, match="mandate_until:required, mandate_proof:required"):
        read_extension({}, today=TODAY)
