"""Everything is compared: what differs is found and mended on a person's word, and no stranger is touched (P2, P4)."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from provisioner import accounts, agreement, outbox
from provisioner.accounts.blocking.rules import BlockGround
from provisioner.accounts.kinds import PROVISION
from provisioner.accounts.requests import NothingToDo
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.agreement import comparison
from provisioner.agreement.comparison import compare_all
from provisioner.agreement.rules import CUSTOMERS, FindingKind
from provisioner.database import Database
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry
from provisioner.outside.ports import TransientError
from tests import resigned
from tests.factories import member
from tests.fakes import FakeDirectory, StoredUser
from tests.worker.agreeing import Agreeing, run


@pytest.fixture
def agreeing(database: Database) -> Agreeing:
    return Agreeing(database)


def user_of(agreeing: Agreeing, account: Account) -> StoredUser:
    return agreeing.directory.users[str(account.keycloak_id)]


def mend(agreeing: Agreeing, kind: FindingKind) -> None:
    finding = agreeing.open()[kind]
    with agreeing.database.transaction() as session:
        agreement.mend(session, finding.id, by=member(session, "Barbara Lis"), at=datetime.now(UTC))
    agreeing.desk.run()


def disable(user: StoredUser, directory: FakeDirectory) -> None:
    user.enabled = False


def change_address(user: StoredUser, directory: FakeDirectory) -> None:
    user.email = "stranger@example.com"


def change_name(user: StoredUser, directory: FakeDirectory) -> None:
    user.last_name = "Inny"


def change_number(user: StoredUser, directory: FakeDirectory) -> None:
    user.customer_number = "900900"


def change_login(user: StoredUser, directory: FakeDirectory) -> None:
    user.login = "somebody-else"


def change_mark(user: StoredUser, directory: FakeDirectory) -> None:
    user.application_id = "somebody-elses"


def add_action(user: StoredUser, directory: FakeDirectory) -> None:
    user.actions.add("CONFIGURE_TOTP")


def move_out(user: StoredUser, directory: FakeDirectory) -> None:
    user.ours = False


def delete(user: StoredUser, directory: FakeDirectory) -> None:
    del directory.users[user.id]


def reset_password(user: StoredUser, directory: FakeDirectory) -> None:
    user.pending = True


BY_HAND: list[tuple[Callable[[StoredUser, FakeDirectory], None], FindingKind]] = [
    (disable, FindingKind.DISABLED),
    (change_address, FindingKind.EMAIL_DIFFERS),
    (change_name, FindingKind.NAME_DIFFERS),
    (change_number, FindingKind.NUMBER_DIFFERS),
    (change_login, FindingKind.LOGIN_DIFFERS),
    (change_mark, FindingKind.MARKER_DIFFERS),
    (add_action, FindingKind.ACTION_ADDED),
    (move_out, FindingKind.OUTSIDE_GROUP),
    (delete, FindingKind.USER_MISSING),
    (reset_password, FindingKind.PASSWORD_RESET),
]


def test_where_all_agree_the_run_says_so_and_the_next_is_due(agreeing: Agreeing) -> None:
    agreeing.active()
    agreeing.directory.stranger("another-system")
    ran = run(agreeing)
    assert (ran.accounts, ran.users, ran.differing, ran.stopped) == (1, 1, 0, False)
    assert ran.ended_at is not None
    assert agreeing.open() == {}
    assert agreeing.waiting("agree").not_before > datetime.now(UTC)


@pytest.mark.parametrize(("by_hand", "kind"), BY_HAND)
def test_what_was_changed_by_hand_is_found(
    agreeing: Agreeing, by_hand: Callable[[StoredUser, FakeDirectory], None], kind: FindingKind
) -> None:
    account = agreeing.active()
    by_hand(user_of(agreeing, account), agreeing.directory)
    assert run(agreeing).differing == 1
    assert agreeing.open().keys() == {kind}
    assert agreeing.desk.state(account.id)[0] is AccountStatus.ACTIVATED, "nothing changes by itself"
    again = run(agreeing)
    assert (again.differing, agreeing.open()[kind].times) == (1, 1)


def test_what_is_put_right_by_hand_is_gone_by_itself(agreeing: Agreeing) -> None:
    account = agreeing.active()
    disable(user_of(agreeing, account), agreeing.directory)
    run(agreeing)
    user_of(agreeing, account).enabled = True
    run(agreeing)
    assert agreeing.open() == {}


@pytest.mark.parametrize("by_hand", [disable, change_address, change_name, change_number, add_action])
def test_our_value_is_put_back_and_the_customers_password_stays(
    agreeing: Agreeing, by_hand: Callable[[StoredUser, FakeDirectory], None]
) -> None:
    account = agreeing.active()
    user = user_of(agreeing, account)
    by_hand(user, agreeing.directory)
    run(agreeing)
    (kind,) = agreeing.open()
    mend(agreeing, kind)
    assert agreeing.open() == {}
    assert (user.enabled, user.email) == (True, account.email)
    assert (user.last_name, user.actions) == (account.last_name, set())
    assert (user.password, user.pending) == ("own", False)
    assert "set_password" not in agreeing.directory.calls


@pytest.mark.parametrize("by_hand", [change_login, change_mark, move_out])
def test_a_user_that_may_be_a_strangers_by_now_is_nobodys_button(
    agreeing: Agreeing, by_hand: Callable[[StoredUser, FakeDirectory], None]
) -> None:
    account = agreeing.active()
    by_hand(user_of(agreeing, account), agreeing.directory)
    run(agreeing)
    (kind,) = agreeing.open()
    with pytest.raises(NothingToDo):
        mend(agreeing, kind)


def test_an_address_that_somebody_else_holds_by_now_is_not_said_to_be_put_back(agreeing: Agreeing) -> None:
    account = agreeing.active()
    change_address(user_of(agreeing, account), agreeing.directory)
    run(agreeing)
    agreeing.directory.stranger("another", account.email)
    mend(agreeing, FindingKind.EMAIL_DIFFERS)
    assert agreeing.open()[FindingKind.EMAIL_DIFFERS].asked_at is None, "it can be asked for again"
    with agreeing.database.reading() as session:
        assert Event.ACCOUNT_MENDED not in session.scalars(sa.select(AuditEntry.event)).all()


def test_what_lived_before_a_user_was_disabled_does_not_live_again(agreeing: Agreeing) -> None:
    account = agreeing.active()
    user = user_of(agreeing, account)
    user.sessions, user.enabled = 2, False
    run(agreeing)
    mend(agreeing, FindingKind.DISABLED)
    assert (user.enabled, user.sessions) == (True, 0)


def test_a_deleted_user_is_made_anew_once_under_the_same_login(agreeing: Agreeing) -> None:
    account = agreeing.active()
    delete(user_of(agreeing, account), agreeing.directory)
    run(agreeing)
    mend(agreeing, FindingKind.USER_MISSING)
    assert agreeing.desk.state(account.id)[0] is AccountStatus.NOTIFIED
    (user,) = agreeing.directory.users.values()
    assert (user.login, user.application_id) == (account.login, str(account.case_id))
    assert len(agreeing.desk.mailer.sent) == 2


@pytest.mark.parametrize("status", [AccountStatus.BLOCKED, AccountStatus.CLOSING, AccountStatus.EXPIRED])
def test_a_deleted_user_is_missed_where_nobody_may_log_in_too_and_no_password_is_sent(
    agreeing: Agreeing, status: AccountStatus
) -> None:
    account = agreeing.active()
    with agreeing.database.transaction() as session:
        session.execute(sa.update(Account).values(status=status))
    delete(user_of(agreeing, account), agreeing.directory)
    assert run(agreeing).differing == 1
    assert agreeing.open().keys() == {FindingKind.USER_MISSING}
    with pytest.raises(NothingToDo):
        mend(agreeing, FindingKind.USER_MISSING)
    assert agreeing.desk.state(account.id)[0] is status
    assert agreeing.directory.users == {}


def test_a_blocked_account_whose_user_is_gone_works_again_from_its_case_and_is_missed_no_more(
    agreeing: Agreeing,
) -> None:
    account = agreeing.active()
    at = datetime.now(UTC)
    with agreeing.database.transaction() as session:
        clerk = member(session, "Barbara Lis")
        accounts.block(session, account.case_id, ground=BlockGround.TAKEOVER, reason="telefon", by=clerk, at=at)
    agreeing.desk.run()
    delete(user_of(agreeing, account), agreeing.directory)
    run(agreeing)
    for step in (
        lambda session, by: accounts.unblock(session, account.case_id, reason="wyjaśnione", by=by, at=at),
        lambda session, by: accounts.retry(session, account.id, by=by, at=at),
    ):
        with agreeing.database.transaction() as session:
            step(session, member(session, "Barbara Lis"))
        agreeing.desk.run()
    assert agreeing.desk.state(account.id)[0] is AccountStatus.NOTIFIED
    run(agreeing)
    assert agreeing.open() == {}


def test_where_an_older_backup_of_keycloak_comes_back_in_between_nobody_is_made_twice(agreeing: Agreeing) -> None:
    account = agreeing.active()
    user = user_of(agreeing, account)
    delete(user, agreeing.directory)
    run(agreeing)
    agreeing.directory.users[user.id] = user
    mend(agreeing, FindingKind.USER_MISSING)
    assert agreeing.desk.state(account.id)[0] is AccountStatus.ACTIVATED
    assert list(agreeing.directory.users.values()) == [user]
    assert user.password == "own"


def test_a_password_lost_by_an_older_backup_of_keycloak_is_replaced_on_a_persons_word(agreeing: Agreeing) -> None:
    account = agreeing.active()
    reset_password(user_of(agreeing, account), agreeing.directory)
    run(agreeing)
    mend(agreeing, FindingKind.PASSWORD_RESET)
    assert agreeing.desk.state(account.id)[0] is AccountStatus.NOTIFIED
    assert user_of(agreeing, account).password == agreeing.desk.mailed_password()


def test_a_password_that_the_customer_sets_in_between_stays(agreeing: Agreeing) -> None:
    account = agreeing.active()
    reset_password(user_of(agreeing, account), agreeing.directory)
    run(agreeing)
    agreeing.directory.customer_sets_own_password(str(account.keycloak_id), "own again")
    mend(agreeing, FindingKind.PASSWORD_RESET)
    assert agreeing.desk.state(account.id)[0] is AccountStatus.ACTIVATED
    assert user_of(agreeing, account).password == "own again"


def test_where_an_older_backup_of_ours_is_restored_the_user_is_recognised_by_its_mark(agreeing: Agreeing) -> None:
    account = agreeing.active()
    restored(agreeing, account.id)
    assert run(agreeing).differing == 0, "an account that waits to be created is no news"
    agreeing.desk.run()
    assert agreeing.desk.state(account.id)[0] is AccountStatus.ACTIVATED
    (user,) = agreeing.directory.users.values()
    assert user.password == "own"


def restored(agreeing: Agreeing, account_id: UUID) -> None:
    """Our database as it was between the approval and the creation."""
    with agreeing.database.transaction() as session:
        account = session.get_one(Account, account_id)
        account.status, account.keycloak_id, account.created_at = AccountStatus.APPROVED, None, None
        account.activated_at, account.generation = None, 0
        outbox.put(session, PROVISION, account_id, datetime.now(UTC))


def test_a_user_with_our_mark_and_no_case_is_told_and_left_alone(agreeing: Agreeing) -> None:
    lost = StoredUser(str(uuid4()), "lost", "lost@example.com", str(uuid4()), "own", pending=False)
    other = StoredUser(str(uuid4()), "other", "other@example.com", "", "theirs", pending=False)
    agreeing.directory.users |= {lost.id: lost, other.id: other}
    ran = run(agreeing)
    assert (ran.differing, ran.strangers) == (1, 1)
    finding = agreeing.open()[FindingKind.UNKNOWN_CASE]
    assert (finding.subject, finding.realm) == (lost.id, CUSTOMERS)
    with pytest.raises(NothingToDo), agreeing.database.transaction() as session:
        agreement.mend(session, finding.id, by=member(session, "Barbara Lis"), at=datetime.now(UTC))
    assert (lost.password, other.password) == ("own", "theirs")
    del agreeing.directory.users[lost.id]
    run(agreeing)
    assert agreeing.open() == {}


def test_a_blocked_account_that_somebody_enabled_is_disabled_again(agreeing: Agreeing) -> None:
    account = agreeing.active()
    user = user_of(agreeing, account)
    with agreeing.database.transaction() as session:
        session.execute(sa.update(Account).values(status=AccountStatus.BLOCKED))
    user.sessions = 1
    run(agreeing)
    mend(agreeing, FindingKind.ENABLED)
    assert (user.enabled, user.sessions, agreeing.open()) == (False, 0, {})


def test_an_account_that_waits_for_its_deletion_is_looked_after_like_a_blocked_one(agreeing: Agreeing) -> None:
    account = agreeing.active()
    user = user_of(agreeing, account)
    found = resigned.approved(agreeing.database, account)
    agreeing.desk.run()
    user.enabled, user.sessions = True, 1
    run(agreeing)
    mend(agreeing, FindingKind.ENABLED)
    assert (user.enabled, user.sessions, agreeing.open()) == (False, 0, {})
    resigned.take_back(agreeing.database, found)
    agreeing.desk.run()
    assert agreeing.desk.state(account.id)[0] is AccountStatus.ACTIVATED


def test_a_deleted_user_that_a_backup_of_keycloak_brings_back_is_deleted_again(agreeing: Agreeing) -> None:
    account = agreeing.active()
    user = user_of(agreeing, account)
    resigned.approved(agreeing.database, account)
    agreeing.desk.run()
    resigned.days_later(agreeing.database, 15)
    agreeing.desk.run()
    assert run(agreeing).differing == 0
    agreeing.directory.users[user.id] = user
    run(agreeing)
    mend(agreeing, FindingKind.CAME_BACK)
    assert (agreeing.directory.users, agreeing.open()) == ({}, {})
    assert agreeing.desk.state(account.id)[0] is AccountStatus.CLOSED


def test_a_run_in_which_too_much_differs_notes_nothing(agreeing: Agreeing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparison, "FEW", 1)
    for number in range(3):
        address = f"n{number}@example.com"
        account = agreeing.active(customer_number=f"20000{number}", email=address, email_again=address)
        disable(user_of(agreeing, account), agreeing.directory)
    ran = run(agreeing)
    assert (ran.stopped, agreeing.open()) == (True, {})


def test_pages_are_read_one_after_another_and_nobody_is_missed(
    agreeing: Agreeing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparison, "PAGE", 2)
    found = []
    for number in range(5):
        address = f"n{number}@example.com"
        found.append(agreeing.active(customer_number=f"20000{number}", email=address, email_again=address))
    delete(user_of(agreeing, found[3]), agreeing.directory)
    report = compare_all(agreeing.database, agreeing.customers)
    assert (report.accounts, report.users) == (5, 4)
    assert [one.account_id for one in report.suspects] == [found[3].id]


def test_while_something_is_under_way_the_user_is_looked_at_later(agreeing: Agreeing) -> None:
    account = agreeing.active()
    disable(user_of(agreeing, account), agreeing.directory)
    with agreeing.database.transaction() as session:
        outbox.put(session, PROVISION, account.id, datetime(2030, 1, 1, tzinfo=UTC))
    run(agreeing)
    assert agreeing.open() == {}
    assert agreeing.waiting("compare").not_before > datetime.now(UTC)


def test_keycloak_going_away_between_the_calls_leaves_nothing_half_done(agreeing: Agreeing) -> None:
    account = agreeing.active()
    user = user_of(agreeing, account)
    user.sessions, user.enabled = 2, False
    run(agreeing)
    troubles = ["enable", "end_sessions"]

    def once(call: str) -> None:
        if troubles and call == troubles[-1]:
            troubles.pop()
            raise TransientError("keycloak_unreachable", "keycloak")

    agreeing.directory.afterwards = once
    mend(agreeing, FindingKind.DISABLED)
    for _ in range(3):
        agreeing.desk.later()
        agreeing.desk.run()
    assert (troubles, user.enabled, user.sessions, agreeing.open()) == ([], True, 0, {})


def test_a_run_that_keycloak_interrupts_begins_anew(agreeing: Agreeing) -> None:
    agreeing.active()
    troubles = [TransientError("keycloak_unreachable", "keycloak")]

    def once(call: str) -> None:
        if call == "members" and troubles:
            raise troubles.pop()

    agreeing.customers.trouble = once
    assert run(agreeing).ended_at is None
    agreeing.desk.later()
    assert run(agreeing).ended_at is not None
