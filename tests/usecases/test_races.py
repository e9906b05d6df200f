"""Many hands at one door: exactly one goes through, the others are told, and the journal has one line (P8)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import accounts, agreement, applications, changes, corrections, incidents, office, staff
from provisioner.accounts import not_me
from provisioner.accounts.blocking.rules import BlockGround
from provisioner.accounts.blocking.tables import AccountBlock
from provisioner.accounts.changing.tables import AccountChange
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.agreement.findings import note
from provisioner.agreement.rules import CUSTOMERS, FindingKind
from provisioner.agreement.tables import AccountSeen, Finding
from provisioner.applications.tables import Application
from provisioner.cases import FasterColleague, NotApprovable, decide
from provisioner.cases.status import CaseStatus
from provisioner.cases.viewing import all_viewed
from provisioner.changes.tables import ChangeOfData
from provisioner.corrections.entry import Proposed
from provisioner.corrections.rules import CorrectionKind
from provisioner.database import Database
from provisioner.incidents.entry import Assessment
from provisioner.incidents.tables import Incident
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry
from provisioner.outbox.tables import Task
from provisioner.staff import rechecks
from provisioner.staff.tables import StaffMember, StaffSession
from tests import changed
from tests.factories import NOW, PRACTICE, approved_account, entry, member, recorded
from tests.reported import linked, live, used
from tests.together import errors, together
from tests.usecases.test_decide import approve

pytestmark = pytest.mark.sweep

HANDS = 8
Door = Callable[[Session, UUID, StaffMember], object]


def refuse(session: Session, case: UUID, by: StaffMember) -> object:
    return applications.refuse(session, case, revision=1, reason="Odmowa klauzuli 2.", by=by, at=NOW)


def withdraw(session: Session, case: UUID, by: StaffMember) -> object:
    return applications.withdraw(session, case, revision=1, reason="na prośbę klienta", by=by, at=NOW)


def send_back(session: Session, case: UUID, by: StaffMember) -> object:
    return decide.return_incomplete(session, Application, case, revision=1, missing="podpis", by=by, at=NOW)


def correct(session: Session, case: UUID, by: StaffMember) -> object:
    told = replace(entry(session, phone="602 000 111"), completed_on=date(2026, 11, 24))
    return applications.complete(session, case, told, revision=1, practice=PRACTICE, by=by, at=NOW)


def at_once(database: Database, doors: list[Door], case: UUID) -> list[object]:
    """Somebody else at each door, all at the same moment."""
    with database.transaction() as session:
        people = [member(session, f"Approver {n}") for n in range(len(doors))]

    def through(door: Door, by: StaffMember) -> Callable[[], object]:
        def press() -> object:
            with database.transaction() as session:
                return door(session, case, by)

        return press

    return list(together(*(through(door, by) for door, by in zip(doors, people, strict=True))))


def events(database: Database) -> list[Event]:
    with database.reading() as session:
        return list(session.scalars(sa.select(AuditEntry.event).order_by(AuditEntry.seq)))


def record(database: Database) -> UUID:
    with database.transaction() as session:
        return recorded(session).id


@pytest.mark.parametrize("door", [refuse, withdraw, send_back, correct])
def test_of_many_at_one_door_of_a_case_one_wins(database: Database, door: Door) -> None:
    case = record(database)
    outcomes = at_once(database, [door] * HANDS, case)
    assert errors(outcomes) == [FasterColleague] * (HANDS - 1)
    assert len(events(database)) == 2
    with database.reading() as session:
        assert session.get_one(Application, case).revision == 2


def test_of_different_decisions_at_once_one_stands(database: Database) -> None:
    case = record(database)

    def agree(session: Session, case: UUID, by: StaffMember) -> object:
        return applications.approve(session, case, revision=1, by=by, at=NOW)

    outcomes = at_once(database, [agree, refuse, withdraw, send_back, correct, agree, refuse, withdraw], case)
    assert errors(outcomes) == [FasterColleague] * (HANDS - 1)
    with database.reading() as session:
        decided = session.get_one(Application, case)
        found = session.scalar(sa.select(sa.func.count()).select_from(Account))
    assert found == (1 if decided.status is CaseStatus.APPROVED else 0)
    assert len(events(database)) == 2


def settle(database: Database, status: AccountStatus) -> UUID:
    """An account with nothing to do, in this state."""
    account = approved_account(database)
    with database.transaction() as session:
        session.execute(sa.update(Task).values(done_at=NOW))
        attention = Attention.GAVE_UP if status is AccountStatus.NEEDS_ATTENTION else None
        session.execute(sa.update(Account).values(status=status, keycloak_id="known", attention=attention))
    return account.id


@pytest.mark.parametrize(
    ("use_case", "status", "event"),
    [
        (accounts.retry, AccountStatus.NEEDS_ATTENTION, Event.ACCOUNT_RETRIED),
        (accounts.reissue, AccountStatus.NOTIFIED, Event.ACCOUNT_REISSUED),
        (accounts.reissue, AccountStatus.EXPIRED, Event.ACCOUNT_REISSUED),
    ],
)
def test_of_many_clicks_on_an_account_one_counts(
    database: Database, use_case: Callable[..., Account], status: AccountStatus, event: Event
) -> None:
    account = settle(database, status)

    def press(session: Session, account: UUID, by: StaffMember) -> object:
        session.get(Account, account)  # The page looks at the account before the use case locks it.
        return use_case(session, account, by=by, at=datetime.now(UTC))

    outcomes = at_once(database, [press] * HANDS, account)
    assert errors(outcomes) == [accounts.NothingToDo] * (HANDS - 1)
    assert events(database).count(event) == 1
    with database.reading() as session:
        assert session.get_one(Account, account).status is AccountStatus.CREATED
        assert len(session.scalars(sa.select(Task).where(Task.done_at.is_(None))).all()) == 1


def test_of_many_clicks_on_the_last_new_password_of_a_day_one_counts_and_then_none(database: Database) -> None:
    account, now = settle(database, AccountStatus.NOTIFIED), datetime.now(UTC)

    def press(session: Session, account: UUID, by: StaffMember) -> object:
        session.get(Account, account)
        return accounts.reissue(session, account, by=by, at=now)

    seen = []
    for most in (1, 2, 3, 3, 3):
        outcomes = at_once(database, [press] * HANDS, account)
        seen.append(errors(outcomes))
        assert events(database).count(Event.ACCOUNT_REISSUED) == most
        with database.transaction() as session:
            session.execute(sa.update(Task).values(done_at=NOW))
            session.execute(sa.update(Account).values(status=AccountStatus.NOTIFIED))
    assert seen == [[accounts.NothingToDo] * (HANDS - 1)] * 3 + [[accounts.TooManyToday] * HANDS] * 2


def test_a_day_after_the_first_new_password_another_can_be_sent(database: Database) -> None:
    account, first = settle(database, AccountStatus.NOTIFIED), datetime.now(UTC)
    for hours in (0, 1, 2):
        reissued(database, account, first + timedelta(hours=hours))
    with pytest.raises(accounts.TooManyToday) as refused:
        reissued(database, account, first + timedelta(hours=3))
    assert (refused.value.most, refused.value.again) == (3, first + timedelta(hours=24))
    reissued(database, account, first + timedelta(hours=24))


def reissued(database: Database, account: UUID, at: datetime) -> None:
    with database.transaction() as session:
        accounts.reissue(session, account, by=member(session, "Barbara Lis"), at=at)
    with database.transaction() as session:
        session.execute(sa.update(Task).values(done_at=NOW))
        session.execute(sa.update(Account).values(status=AccountStatus.NOTIFIED))


def test_of_closing_and_trying_again_at_once_one_counts(database: Database) -> None:
    account = settle(database, AccountStatus.NEEDS_ATTENTION)
    with database.transaction() as session:
        session.execute(sa.update(Account).values(keycloak_id=None, attention=Attention.EMAIL_TAKEN))
        case = session.get_one(Account, account).case_id

    def close(session: Session, account: UUID, by: StaffMember) -> object:
        session.get(Account, account)
        return accounts.close(session, case, reason="bez konta", by=by, at=datetime.now(UTC))

    def retry(session: Session, account: UUID, by: StaffMember) -> object:
        session.get(Account, account)
        return accounts.retry(session, account, by=by, at=datetime.now(UTC))

    outcomes = at_once(database, [close, retry] * (HANDS // 2), account)
    assert errors(outcomes) == [accounts.NothingToDo] * (HANDS - 1)
    assert events(database).count(Event.ACCOUNT_CLOSED) + events(database).count(Event.ACCOUNT_RETRIED) == 1
    with database.reading() as session:
        closed = session.get_one(Account, account).status is AccountStatus.CLOSED
        open_tasks = session.scalars(sa.select(Task).where(Task.done_at.is_(None))).all()
    assert len(open_tasks) == (0 if closed else 1)


def test_of_many_proposals_at_once_one_stands(database: Database) -> None:
    account = settle(database, AccountStatus.NOTIFIED)

    def press(session: Session, account: UUID, by: StaffMember) -> object:
        told = Proposed(f"{by.id}@example.com", CorrectionKind.KEYED_WRONGLY)
        return corrections.propose(session, account, told, by=by, at=NOW)

    outcomes = at_once(database, [press] * HANDS, account)
    assert errors(outcomes) == [corrections.AlreadyProposed] * (HANDS - 1)
    assert events(database).count(Event.CORRECTION_PROPOSED) == 1


@pytest.mark.parametrize("others", ["confirm", "reject"])
def test_of_many_decisions_on_a_proposal_one_counts(database: Database, others: str) -> None:
    account = settle(database, AccountStatus.NOTIFIED)
    with database.transaction() as session:
        told = Proposed("right@example.com", CorrectionKind.KEYED_WRONGLY)
        proposal = corrections.propose(session, account, told, by=member(session, "Clerk"), at=NOW).id

    def confirm(session: Session, account: UUID, by: StaffMember) -> object:
        session.get(Account, account)
        return corrections.confirm(session, proposal, compared=True, by=by, at=datetime.now(UTC))

    def reject(session: Session, account: UUID, by: StaffMember) -> object:
        return corrections.reject(session, proposal, reason="nie", by=by, at=datetime.now(UTC))

    doors: list[Door] = [confirm, reject if others == "reject" else confirm] * (HANDS // 2)
    assert errors(at_once(database, doors, account)) == [corrections.NotOpen] * (HANDS - 1)
    found = events(database)
    confirmed = found.count(Event.CORRECTION_CONFIRMED)
    assert confirmed + found.count(Event.CORRECTION_REJECTED) == 1
    with database.reading() as session:
        assert (session.get_one(Account, account).email == "right@example.com") is bool(confirmed)
        assert len(session.scalars(sa.select(Task).where(Task.done_at.is_(None))).all()) == confirmed


def test_a_confirmation_and_a_new_password_at_once_leave_one_task_and_no_correction_is_half_done(
    database: Database,
) -> None:
    account = settle(database, AccountStatus.NOTIFIED)
    with database.transaction() as session:
        told = Proposed("right@example.com", CorrectionKind.KEYED_WRONGLY)
        proposal = corrections.propose(session, account, told, by=member(session, "Clerk"), at=NOW).id

    def confirm(session: Session, account: UUID, by: StaffMember) -> object:
        return corrections.confirm(session, proposal, compared=True, by=by, at=datetime.now(UTC))

    def reissue(session: Session, account: UUID, by: StaffMember) -> object:
        return accounts.reissue(session, account, by=by, at=datetime.now(UTC))

    confirmed, _ = outcomes = at_once(database, [confirm, reissue], account)
    assert set(errors(outcomes)) <= {accounts.NothingToDo, accounts.Busy}
    refused = isinstance(confirmed, accounts.Busy)
    with database.reading() as session:
        assert (session.get_one(Account, account).email == "right@example.com") is not refused
        assert session.get_one(Account, account).status is AccountStatus.CREATED
        assert len(session.scalars(sa.select(Task).where(Task.done_at.is_(None))).all()) == 1


def block(session: Session, account: UUID, by: StaffMember) -> object:
    case = session.get_one(Account, account).case_id
    return accounts.block(session, case, ground=BlockGround.TAKEOVER, reason="?", by=by, at=datetime.now(UTC))


def test_of_many_who_note_that_a_mail_went_astray_one_counts(database: Database) -> None:
    account = settle(database, AccountStatus.NOTIFIED)
    with database.transaction() as session:
        session.execute(sa.update(Account).values(mails_sent=1, mails_begun=1))

    def report(session: Session, account: UUID, by: StaffMember) -> object:
        case = session.get_one(Account, account).case_id
        return incidents.open_incident(session, case, what="?", by=by, at=datetime.now(UTC))

    outcomes = at_once(database, [report, block] * (HANDS // 2), account)
    assert set(errors(outcomes)) <= {accounts.NothingToDo, accounts.Busy}
    found = events(database)
    assert found.count(Event.ACCOUNT_BLOCK_ASKED) == 1
    noted = found.count(Event.INCIDENT_OPENED)
    with database.reading() as session:
        (stands,) = session.scalars(sa.select(AccountBlock))
        assert (stands.ground is BlockGround.WRONG_ADDRESS) is bool(noted)
        assert len(session.scalars(sa.select(Incident)).all()) == noted


@pytest.mark.parametrize("others", ["assess", "close"])
def test_of_many_at_one_incident_one_counts(database: Database, others: str) -> None:
    account = settle(database, AccountStatus.NOTIFIED)
    told = Assessment("nikt nie czytał", False, None, "brak ryzyka", True)
    with database.transaction() as session:
        session.execute(sa.update(Account).values(mails_sent=1))
        by, case = member(session, "Clerk"), session.get_one(Account, account).case_id
        incident = incidents.open_incident(session, case, what="?", by=by, at=NOW).id
    with database.transaction() as session:
        incidents.assess(session, incident, told, revision=1, by=member(session, "Clerk"), at=NOW)

    def assess(session: Session, account: UUID, by: StaffMember) -> object:
        return incidents.assess(session, incident, told, revision=2, by=by, at=NOW)

    def close(session: Session, account: UUID, by: StaffMember) -> object:
        return incidents.close(session, incident, revision=2, measures="zablokowano", by=by, at=NOW)

    doors: list[Door] = [assess, close if others == "close" else assess] * (HANDS // 2)
    assert errors(at_once(database, doors, account)) == [incidents.ChangedMeanwhile] * (HANDS - 1)
    found = events(database)
    assert found.count(Event.INCIDENT_ASSESSED) + found.count(Event.INCIDENT_CLOSED) == 2


def test_of_a_correction_out_of_a_block_and_an_unblocking_one_counts(database: Database) -> None:
    account = settle(database, AccountStatus.NOTIFIED)
    with database.transaction() as session:
        case = session.get_one(Account, account).case_id
        by = member(session, "Clerk")
        accounts.block(session, case, ground=BlockGround.WRONG_ADDRESS, reason="?", by=by, at=NOW)
    with database.transaction() as session:
        session.execute(sa.update(Task).values(done_at=NOW))
        session.execute(sa.update(Account).values(status=AccountStatus.BLOCKED))
        told = Proposed("right@example.com", CorrectionKind.KEYED_WRONGLY)
        proposal = corrections.propose(session, account, told, by=member(session, "Clerk"), at=NOW).id

    def confirm(session: Session, account: UUID, by: StaffMember) -> object:
        session.get(Account, account)
        return corrections.confirm(session, proposal, compared=True, by=by, at=datetime.now(UTC))

    outcomes = at_once(database, [confirm, unblock] * (HANDS // 2), account)
    assert set(errors(outcomes)) <= {accounts.NothingToDo, corrections.NotOpen}
    found = events(database)
    assert found.count(Event.CORRECTION_CONFIRMED) + found.count(Event.ACCOUNT_UNBLOCK_ASKED) == 1
    with database.reading() as session:
        assert session.get_one(Account, account).status is AccountStatus.UNBLOCKING
        corrected = session.get_one(Account, account).email == "right@example.com"
        assert corrected is bool(found.count(Event.CORRECTION_CONFIRMED))
        assert len(session.scalars(sa.select(Task).where(Task.done_at.is_(None))).all()) == 1


def unblock(session: Session, account: UUID, by: StaffMember) -> None:
    case = session.get_one(Account, account).case_id
    accounts.unblock(session, case, reason="to był klient", by=by, at=datetime.now(UTC))


def test_of_many_blocks_at_once_one_counts_whatever_else_is_clicked(database: Database) -> None:
    account = settle(database, AccountStatus.EXPIRED)

    def reissue(session: Session, account: UUID, by: StaffMember) -> object:
        return accounts.reissue(session, account, by=by, at=datetime.now(UTC))

    outcomes = at_once(database, [block, reissue] * (HANDS // 2), account)
    assert set(errors(outcomes)) <= {accounts.NothingToDo, accounts.Busy}
    assert events(database).count(Event.ACCOUNT_BLOCK_ASKED) == 1
    with database.reading() as session:
        assert session.get_one(Account, account).status is AccountStatus.BLOCKING
        (task,) = session.scalars(sa.select(Task).where(Task.done_at.is_(None)))
        assert task.kind == "block"
        assert len(session.scalars(sa.select(AccountBlock)).all()) == 1


def test_of_many_ends_of_a_block_one_counts(database: Database) -> None:
    account = settle(database, AccountStatus.ACTIVATED)
    at_once(database, [block], account)
    with database.transaction() as session:
        session.execute(sa.update(Task).values(done_at=NOW))
        session.execute(sa.update(Account).values(status=AccountStatus.BLOCKED))
    outcomes = at_once(database, [unblock] * HANDS, account)
    assert errors(outcomes) == [accounts.NothingToDo] * (HANDS - 1)
    assert events(database).count(Event.ACCOUNT_UNBLOCK_ASKED) == 1
    with database.reading() as session:
        assert session.get_one(Account, account).status is AccountStatus.UNBLOCKING


def test_of_many_presses_of_one_link_one_counts(database: Database) -> None:
    token = linked(database, live(database))

    def press() -> bool:
        with database.transaction() as session:
            return not_me.report(session, token, at=NOW)

    assert sorted(map(str, together(*[press] * HANDS))) == ["False"] * (HANDS - 1) + ["True"]
    assert events(database).count(Event.ACCOUNT_NOT_ME_REPORTED) == 1
    assert events(database).count(Event.ACCOUNT_BLOCK_ASKED) == 1


def test_links_of_two_mails_pressed_at_once_block_once(database: Database) -> None:
    account = live(database)
    links = [linked(database, account) for _ in range(HANDS)]

    def pressing(token: str) -> Callable[[], bool]:
        def press() -> bool:
            with database.transaction() as session:
                return not_me.report(session, token, at=NOW)

        return press

    assert together(*map(pressing, links)) == [True] * HANDS
    assert events(database).count(Event.ACCOUNT_BLOCK_ASKED) == 1


def test_of_many_who_settle_a_report_one_does(database: Database) -> None:
    account = live(database)
    used(database, account)

    def keep(session: Session, case: UUID, by: StaffMember) -> None:
        not_me.confirm(session, case, by=by, at=NOW)

    def drop(session: Session, case: UUID, by: StaffMember) -> None:
        not_me.dismiss(session, case, reason="pomyłka", by=by, at=NOW)

    outcomes = at_once(database, [keep, drop] * (HANDS // 2), account.case_id)
    assert errors(outcomes) == [accounts.NothingToDo] * (HANDS - 1)
    settled = {Event.ACCOUNT_NOT_ME_CONFIRMED, Event.ACCOUNT_NOT_ME_DISMISSED}
    assert len([event for event in events(database) if event in settled]) == 1


def test_first_sign_ins_of_one_person_at_once_are_one_member(database: Database) -> None:
    def sign_in() -> UUID:
        with database.transaction() as session:
            return staff.signed_in(session, issuer="https://login", subject="s", name="Anna Nowak", at=NOW).id

    ids = together(*[sign_in] * HANDS)
    assert len(set(ids)) == 1
    assert events(database) == [Event.STAFF_SIGNED_IN] * HANDS


def test_of_many_requests_of_one_session_one_asks_the_staff_realm(database: Database) -> None:
    with database.transaction() as session:
        times = dict.fromkeys(("created_at", "last_seen_at", "confirmed_at"), NOW)
        session.add(StaffSession(id_hash="s", data={}, refresh_token="sealed", **times))

    def ask() -> str | None:
        with database.transaction() as session:
            return rechecks.begin(session, "s", since=NOW, at=NOW)

    def answer() -> bool:
        with database.transaction() as session:
            return rechecks.confirm(session, "s", asked_at=NOW, roles=["clerk"], refresh_token="next", at=NOW)

    outcomes = together(*[lambda: ask() or ""] * HANDS)
    assert sorted(map(str, outcomes)) == [""] * (HANDS - 1) + ["sealed"]
    assert sorted(map(str, together(*[answer] * HANDS))) == ["False"] * (HANDS - 1) + ["True"]
    assert ask() == "next"


def test_closing_a_day_and_changing_a_setting_at_once_lose_nothing(database: Database) -> None:
    def close(reason: str) -> Callable[[], None]:
        def work() -> None:
            with database.transaction() as session:
                office.close(session, date(2026, 12, 28), reason)
                office.change(session, "temp_password_ttl_hours", "48")

        return work

    assert errors(together(*(close(f"powód {n}") for n in range(HANDS)))) == []
    with database.reading() as session:
        rules = office.rules(session)
        assert date(2026, 12, 28) in office.calendar(session, rules).closed_days
    assert rules.temp_password_ttl_hours == 48


def test_a_form_sent_four_times_at_once_leaves_no_gap_in_the_numbers(database: Database) -> None:
    first, key = record(database), uuid4()

    def send() -> str:
        with database.transaction() as session:
            from_form, by = entry(session), member(session, "Anna Nowak")
            edition = session.get_one(Application, first).edition
            one = applications.record(
                session, from_form, edition=edition, practice=PRACTICE, form_key=key, by=by, at=NOW
            )  # fmt: skip
            return one.number

    assert set(together(*[send] * 4)) == {"2026/000002"}
    with database.transaction() as session:
        assert recorded(session, customer_number="104999").number == "2026/000003"


def test_an_approval_and_a_correction_at_once_leave_one_revision(database: Database) -> None:
    case = record(database)
    outcomes = together(lambda: approve(database, case), lambda: at_once(database, [correct], case))
    with database.reading() as session:
        found = session.get_one(Application, case)
    assert found.revision == 2
    assert len(events(database)) == 2
    assert len(outcomes) == 2


def test_of_many_looks_of_one_person_at_a_case_one_is_written_down(database: Database) -> None:
    case = record(database)
    with database.transaction() as session:
        by = member(session, "Barbara Lis").id

    def look() -> bool:
        with database.transaction() as session:
            return bool(all_viewed(session, [case], by=by, at=NOW, decides=True))

    assert sorted(map(str, together(*[look] * HANDS))) == ["False"] * (HANDS - 1) + ["True"]
    assert events(database).count(Event.CASE_VIEWED) == 1


def test_of_different_decisions_on_a_change_of_data_at_once_one_stands(database: Database) -> None:
    account = settle(database, AccountStatus.ACTIVATED)
    with database.transaction() as session:
        change = changed.recorded(session, session.get_one(Account, account), email=changed.NEW).id

    def agree(session: Session, case: UUID, by: StaffMember) -> object:
        return changes.approve(session, case, revision=1, by=by, at=datetime.now(UTC))

    def refuse_it(session: Session, case: UUID, by: StaffMember) -> object:
        return decide.refuse(session, ChangeOfData, case, revision=1, reason="nie", by=by, at=NOW)

    def withdraw_it(session: Session, case: UUID, by: StaffMember) -> object:
        return decide.withdraw(session, ChangeOfData, case, revision=1, reason="nie", by=by, at=NOW)

    def return_it(session: Session, case: UUID, by: StaffMember) -> object:
        return decide.return_incomplete(session, ChangeOfData, case, revision=1, missing="?", by=by, at=NOW)

    def correct_it(session: Session, case: UUID, by: StaffMember) -> object:
        told = changed.entry(session, session.get_one(Account, account), phone="602 000 111")
        return changes.complete(session, case, told, revision=1, by=by, at=NOW)

    doors: list[Door] = [agree, refuse_it, withdraw_it, return_it, correct_it, agree, refuse_it, agree]
    assert errors(at_once(database, doors, change)) == [FasterColleague] * (HANDS - 1)
    with database.reading() as session:
        approved = session.get_one(ChangeOfData, change).status is CaseStatus.APPROVED
        assert (session.get_one(Account, account).status is AccountStatus.CHANGING) is approved
        assert len(session.scalars(sa.select(Task).where(Task.done_at.is_(None))).all()) == int(approved)
        assert events(database).count(Event.ACCOUNT_CHANGE_ASKED) == int(approved)


def test_of_many_changes_of_one_account_approved_at_once_one_is_taken_over(database: Database) -> None:
    account = settle(database, AccountStatus.ACTIVATED)
    with database.transaction() as session:
        one = session.get_one(Account, account)
        papers = [changed.recorded(session, one, last_name=f"Nowy{'a' * n}").id for n in range(4)]

    def through(number: int) -> Callable[[], object]:
        def press() -> object:
            with database.transaction() as session:
                by = member(session, "Barbara Lis")
                return changes.approve(session, papers[number], revision=1, by=by, at=datetime.now(UTC))

        return press

    with database.transaction() as session:
        member(session, "Barbara Lis")
    outcomes = together(*(through(number) for number in range(4)))
    assert set(errors(outcomes)) <= {accounts.Busy, NotApprovable}
    assert len(errors(outcomes)) == 3
    with database.reading() as session:
        assert len(session.scalars(sa.select(Task).where(Task.done_at.is_(None))).all()) == 1
        stands = sa.select(ChangeOfData.id).where(ChangeOfData.status == CaseStatus.APPROVED)
        assert len(session.scalars(stands).all()) == 1


def test_a_block_and_an_approved_change_at_once_leave_one_task_and_forget_nothing(database: Database) -> None:
    account = settle(database, AccountStatus.ACTIVATED)
    with database.transaction() as session:
        change = changed.recorded(session, session.get_one(Account, account), last_name="Nowy").id

    def agree(session: Session, account: UUID, by: StaffMember) -> object:
        return changes.approve(session, change, revision=1, by=by, at=datetime.now(UTC))

    outcomes = at_once(database, [agree, block], account)
    assert set(errors(outcomes)) <= {accounts.Busy, accounts.NothingToDo, NotApprovable}
    with database.reading() as session:
        (task,) = session.scalars(sa.select(Task).where(Task.done_at.is_(None)))
        assert task.kind == "block"
        approved = session.get_one(ChangeOfData, change).status is CaseStatus.APPROVED
        assert len(session.scalars(sa.select(AccountChange)).all()) == int(approved)


def test_of_many_clicks_on_what_was_found_in_keycloak_one_counts(database: Database) -> None:
    account = settle(database, AccountStatus.ACTIVATED)
    with database.transaction() as session:
        for kind in (FindingKind.DISABLED, FindingKind.USER_CHANGED):
            note(session, kind, CUSTOMERS, "known", at=NOW, account_id=account)
        session.add(AccountSeen(account_id=account, locked_at=NOW))
        case = session.get_one(Account, account).case_id
        ids = {one.kind: one.id for one in session.scalars(sa.select(Finding))}

    def mend(session: Session, _: UUID, by: StaffMember) -> None:
        agreement.mend(session, ids[FindingKind.DISABLED], by=by, at=datetime.now(UTC))

    def unlock(session: Session, _: UUID, by: StaffMember) -> None:
        agreement.unlock(session, case, by=by, at=datetime.now(UTC))

    def look(session: Session, _: UUID, by: StaffMember) -> None:
        agreement.settle(session, ids[FindingKind.USER_CHANGED], note="zgodne", by=by, at=datetime.now(UTC))

    assert errors(at_once(database, [look] * HANDS, account)) == [accounts.NothingToDo] * (HANDS - 1)
    assert len(errors(at_once(database, [mend, unlock] * (HANDS // 2), account))) == HANDS - 1
    found = events(database)
    asked = found.count(Event.ACCOUNT_MEND_ASKED) + found.count(Event.ACCOUNT_UNLOCK_ASKED)
    assert (asked, found.count(Event.FINDING_SETTLED)) == (1, 1)


def test_of_many_who_have_a_lost_user_made_anew_one_counts(database: Database) -> None:
    account = settle(database, AccountStatus.ACTIVATED)
    with database.transaction() as session:
        note(session, FindingKind.USER_MISSING, CUSTOMERS, "known", at=NOW, account_id=account)
        found = session.scalars(sa.select(Finding.id)).one()

    def mend(session: Session, _: UUID, by: StaffMember) -> None:
        agreement.mend(session, found, by=by, at=datetime.now(UTC))

    assert errors(at_once(database, [mend] * HANDS, account)) == [accounts.NothingToDo] * (HANDS - 1)
    assert events(database).count(Event.ACCOUNT_MEND_ASKED) == 1
    with database.reading() as session:
        assert session.get_one(Account, account).status is AccountStatus.APPROVED
        assert [one.kind for one in session.scalars(sa.select(Task).where(Task.done_at.is_(None)))] == ["provision"]


def test_readers_that_find_the_same_at_once_note_one_finding(database: Database) -> None:
    account = settle(database, AccountStatus.ACTIVATED)

    def find(session: Session, account: UUID, _: StaffMember) -> None:
        note(session, FindingKind.USER_CHANGED, CUSTOMERS, "known", at=NOW, account_id=account)

    assert errors(at_once(database, [find] * HANDS, account)) == []
    with database.reading() as session:
        assert session.scalars(sa.select(Finding)).one().times == HANDS
