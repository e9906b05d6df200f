"""Login details that went to the wrong person: blocked and noted at once, assessed within the hours of art. 33 GDPR."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import accounts, incidents, office
from provisioner.accounts.blocking.rules import BlockGround
from provisioner.accounts.blocking.tables import AccountBlock
from provisioner.accounts.kinds import BLOCK
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.database import Database
from provisioner.entry.reasons import ReasonMissing
from provisioner.incidents.entry import Assessment, read_assessment
from provisioner.incidents.rules import IncidentStatus, hours_left
from provisioner.incidents.tables import Incident
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry
from provisioner.outbox.tables import Task
from provisioner.staff.tables import StaffMember
from tests.corrected import wrong
from tests.factories import NOW, TODAY, member
from tests.together import errors
from tests.usecases.test_races import HANDS, at_once

WHAT = "Dzwonił pan Kowalski: dostał cudze hasło."
LOW = Assessment("nikt się nie logował", False, None, "brak ryzyka", True)


def astray(database: Database, status: AccountStatus = AccountStatus.NOTIFIED, sent: int = 1) -> Account:
    """An account to which a mail was sent."""
    with database.transaction() as session:
        account = wrong(session, status)
        account.mails_sent = account.mails_begun = sent
        return account


def opened(database: Database, account: Account, what: str = WHAT) -> Incident:
    with database.transaction() as session:
        by = member(session, "Celina Clerk")
        return incidents.open_incident(session, account.case_id, what=what, by=by, at=NOW)


def assessed(database: Database, found: Incident, told: Assessment = LOW, revision: int = 1) -> None:
    with database.transaction() as session:
        by = member(session, "Barbara Lis")
        incidents.assess(session, found.id, told, revision=revision, by=by, at=NOW)


def test_one_step_blocks_the_account_and_notes_what_when_whose_and_by_whom(database: Database) -> None:
    account = astray(database)
    found = opened(database, account)
    with database.reading() as session:
        assert session.get_one(Account, account.id).status is AccountStatus.BLOCKING
        (block,) = session.scalars(sa.select(AccountBlock))
        assert (block.ground, block.reason) == (BlockGround.WRONG_ADDRESS, WHAT)
        (task,) = session.scalars(sa.select(Task).where(Task.done_at.is_(None)))
        assert task.kind == BLOCK.name
        kept = session.get_one(Incident, found.id)
        assert (kept.status, kept.what, kept.sent_to) == (IncidentStatus.OPEN, WHAT, "jozef@example.com")
        assert kept.disclosed == ["login", "temporary_password", "name", "customer_number"]
        assert (kept.opener.name, kept.due_at - kept.opened_at) == ("Celina Clerk", timedelta(hours=72))


def test_what_could_be_read_and_the_hours_follow_the_settings(database: Database) -> None:
    account = astray(database)
    with database.transaction() as session:
        office.change(session, "mail_basic_data", "name")
        office.change(session, "breach_hours", "48")
    found = opened(database, account)
    assert found.disclosed == ["login", "temporary_password", "name"]
    assert found.due_at - found.opened_at == timedelta(hours=48)


def test_p8_the_lines_of_the_journal_hold_no_personal_data(database: Database) -> None:
    account = astray(database)
    found = opened(database, account)
    assessed(database, found)
    with database.transaction() as session:
        by = member(session, "Barbara Lis")
        incidents.close(session, found.id, revision=2, measures="nowe hasło", by=by, at=NOW)
    with database.reading() as session:
        lines = session.scalars(
            sa.select(AuditEntry).where(AuditEntry.object_id == str(account.id)).order_by(AuditEntry.seq)
        ).all()
    assert [line.event for line in lines][-4:] == [
        Event.ACCOUNT_BLOCK_ASKED, Event.INCIDENT_OPENED, Event.INCIDENT_ASSESSED, Event.INCIDENT_CLOSED,
    ]  # fmt: skip
    said = " ".join(str(line.details) for line in lines)
    assert not [word for word in ("Kowalski", "jozef", "logował", "ryzyka", "nowe") if word in said]


@pytest.mark.parametrize(
    ("status", "sent"), [(AccountStatus.APPROVED, 0), (AccountStatus.BLOCKED, 1), (AccountStatus.CLOSED, 1)]
)
def test_where_nothing_was_mailed_or_nobody_can_log_in_nothing_is_noted(
    database: Database, status: AccountStatus, sent: int
) -> None:
    account = astray(database, status, sent)
    with pytest.raises(accounts.NothingToDo):
        opened(database, account)
    with database.reading() as session:
        assert not session.scalars(sa.select(Incident)).all()


def blocked_before(database: Database) -> Account:
    """Blocked because somebody seems to have taken it over."""
    account = astray(database, AccountStatus.BLOCKED)
    with database.transaction() as session:
        by = member(session, "Barbara Lis").id
        taken = AccountBlock(ground=BlockGround.TAKEOVER, reason="?", former=AccountStatus.NOTIFIED, by=by, at=NOW)
        taken.account_id, taken.blocked_at = account.id, NOW
        session.add(taken)
    return account


def test_where_a_block_stands_on_another_ground_it_is_carried_out_anew(database: Database) -> None:
    account = blocked_before(database)
    found = opened(database, account)
    with database.reading() as session:
        assert session.get_one(Account, account.id).status is AccountStatus.BLOCKING
        before, now = session.scalars(sa.select(AccountBlock).order_by(AccountBlock.id))
        assert (before.lifted_at, before.ended_reason) == (NOW, WHAT)
        assert (now.ground, now.former, now.lifted_at) == (BlockGround.WRONG_ADDRESS, AccountStatus.NOTIFIED, None)
        assert session.get_one(Incident, found.id).status is IncidentStatus.OPEN
    with pytest.raises(accounts.NothingToDo):
        opened(database, account)


@pytest.mark.sweep
def test_of_many_who_note_it_of_a_blocked_account_one_counts(database: Database) -> None:
    account = blocked_before(database)

    def report(session: Session, case: UUID, by: StaffMember) -> object:
        return incidents.open_incident(session, case, what=WHAT, by=by, at=datetime.now(UTC))

    outcomes = at_once(database, [report] * HANDS, account.case_id)
    assert set(errors(outcomes)) <= {accounts.NothingToDo, accounts.Busy}
    assert len(errors(outcomes)) == HANDS - 1
    with database.reading() as session:
        assert len(session.scalars(sa.select(Incident)).all()) == 1


def test_an_incident_without_a_word_is_refused_and_blocks_nothing(database: Database) -> None:
    account = astray(database)
    with pytest.raises(ReasonMissing):
        opened(database, account, " ")
    with database.reading() as session:
        assert session.get_one(Account, account.id).status is AccountStatus.NOTIFIED


def test_a_worker_that_is_at_it_ends_first(database: Database) -> None:
    account = astray(database)
    until = datetime.now(UTC) + timedelta(minutes=2)
    with database.transaction() as session:
        session.execute(sa.update(Task).values(done_at=None, leased_until=until, attempt=1))
    opened(database, account)
    with database.reading() as session:
        (task,) = session.scalars(sa.select(Task).where(Task.done_at.is_(None)))
        assert (task.kind, task.not_before) == (BLOCK.name, until)


def test_an_assessment_is_corrected_until_the_incident_is_closed(database: Database) -> None:
    found = opened(database, astray(database))
    assessed(database, found)
    later = Assessment("ktoś się zalogował", True, date(2026, 11, 24), "", True)
    with pytest.raises(incidents.ChangedMeanwhile) as late:
        assessed(database, found, later)
    assert (late.value.who, late.value.status) == ("Barbara Lis", IncidentStatus.ASSESSED)
    assessed(database, found, later, revision=2)
    with database.transaction() as session:
        by = member(session, "Barbara Lis")
        incidents.close(session, found.id, revision=3, measures="nowe hasło", by=by, at=NOW)
    with pytest.raises(incidents.ChangedMeanwhile):
        assessed(database, found, LOW, revision=4)
    with database.reading() as session:
        kept = session.get_one(Incident, found.id)
        assert (kept.authority_told, kept.authority_on) == (True, date(2026, 11, 24))


def test_what_nobody_has_assessed_is_not_closed(database: Database) -> None:
    found = opened(database, astray(database))
    with database.transaction() as session:
        by = member(session, "Barbara Lis")
    with pytest.raises(incidents.ChangedMeanwhile), database.transaction() as session:
        incidents.close(session, found.id, revision=1, measures="nic", by=by, at=NOW)


ENOUGH = {"assessment": "nic", "authority_told": "no", "authority_reason": "brak ryzyka", "customer_told": "yes"}


@pytest.mark.parametrize(
    ("changed", "problems"),
    [
        ({}, []),
        ({"assessment": " "}, ["assessment:required"]),
        ({"authority_reason": ""}, ["authority_reason:required"]),
        ({"customer_told": ""}, ["customer_told:choose"]),
        ({"authority_told": "", "authority_reason": ""}, ["authority_told:choose"]),
        ({"authority_told": "yes", "authority_reason": ""}, ["authority_on:required"]),
        ({"authority_told": "yes", "authority_on": "d", "authority_reason": ""}, []),
        ({"authority_told": "yes", "authority_on": "27.11"}, ["authority_on:future"]),
        ({"authority_told": "yes", "authority_on": "19.11"}, ["authority_on:before_noticed"]),
        ({"authority_told": "yes", "authority_on": "d", "assessment": "\ufffd"}, ["assessment:unreadable"]),
    ],
)
def test_p10_every_problem_of_an_assessment_is_told_at_its_field(changed: dict[str, str], problems: list[str]) -> None:
    assert told(changed, due=TODAY) == problems


def test_an_authority_told_late_needs_a_reason(database: Database) -> None:
    late = {"authority_told": "yes", "authority_on": "d", "authority_reason": ""}
    assert told(late, due=TODAY - timedelta(days=1)) == ["authority_reason:required"]


def told(changed: dict[str, str], due: date) -> list[str]:
    """What is wrong with it."""
    opened_on = TODAY - timedelta(days=4)
    try:
        read_assessment(ENOUGH | changed, today=TODAY, due=due, opened=opened_on)
    except incidents.AssessmentProblems as error:
        return [f"{one.field}:{one.code}" for one in error.problems]
    return []


@pytest.mark.parametrize(
    ("minutes", "hours"), [(72 * 60, 72), (61, 1), (59, 0), (0, 0), (-1, -1), (-60, -1), (-61, -2)]
)
def test_the_time_left_is_told_in_hours(minutes: int, hours: int) -> None:
    assert hours_left(NOW + timedelta(minutes=minutes), NOW) == hours


def test_attention_for_a_block_that_failed_is_no_second_incident(database: Database) -> None:
    account = astray(database)
    opened(database, account)
    with database.transaction() as session:
        session.execute(
            sa.update(Account).values(status=AccountStatus.NEEDS_ATTENTION, attention=Attention.NOT_BLOCKED)
        )
    with pytest.raises(accounts.NothingToDo):
        opened(database, account)
