"""A user that is gone is told in one place, on the case or by the comparison; one that we deleted ourselves in none."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from provisioner import accounts, office, outbox
from provisioner.accounts.blocking.rules import BlockGround
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.agreement.kinds import COMPARE
from provisioner.agreement.rules import FindingKind
from provisioner.database import Database
from tests import resigned
from tests.factories import approved_account, member
from tests.worker.agreeing import Agreeing, run


@pytest.fixture
def agreeing(database: Database) -> Agreeing:
    return Agreeing(database)


def expired(agreeing: Agreeing) -> Account:
    """An account whose password nobody used in its time."""
    account = approved_account(agreeing.database)
    agreeing.desk.run()
    agreeing.desk.unused_to_the_end()
    assert agreeing.desk.state(account.id)[0] is AccountStatus.EXPIRED
    return agreeing.desk.account(account.id)


def test_a_missing_user_whose_first_login_is_waited_for_is_told_on_the_case_and_at_once(agreeing: Agreeing) -> None:
    account = expired(agreeing)
    agreeing.directory.users.clear()
    assert run(agreeing).differing == 1
    assert agreeing.desk.state(account.id) == (AccountStatus.NEEDS_ATTENTION, Attention.USER_MISSING)
    assert agreeing.open() == {}
    assert run(agreeing).differing == 0


def test_where_nobody_waits_for_a_first_login_any_more_the_comparison_tells(agreeing: Agreeing) -> None:
    account = expired(agreeing)
    agreeing.desk.later(hours=24 * 400)
    agreeing.desk.run()
    agreeing.directory.users.clear()
    run(agreeing)
    assert agreeing.open().keys() == {FindingKind.USER_MISSING}
    assert agreeing.desk.state(account.id) == (AccountStatus.EXPIRED, None)


def test_what_the_case_asks_about_by_now_is_a_difference_no_more(agreeing: Agreeing) -> None:
    account, at = agreeing.active(), datetime.now(UTC)
    with agreeing.database.transaction() as session:
        by = member(session, "Barbara Lis")
        accounts.block(session, account.case_id, ground=BlockGround.TAKEOVER, reason="telefon", by=by, at=at)
    agreeing.desk.run()
    agreeing.directory.users.clear()
    run(agreeing)
    assert agreeing.open().keys() == {FindingKind.USER_MISSING}
    with agreeing.database.transaction() as session:
        accounts.unblock(session, account.case_id, reason="jasne", by=member(session, "Barbara Lis"), at=at)
    agreeing.desk.run()
    assert agreeing.desk.state(account.id) == (AccountStatus.NEEDS_ATTENTION, Attention.USER_MISSING)
    run(agreeing)
    assert agreeing.open() == {}


def look_at_it(agreeing: Agreeing) -> None:
    """As after an event."""
    with agreeing.database.transaction() as session:
        outbox.ensure(session, COMPARE, session.scalars(sa.select(Account.id)).one(), datetime.now(UTC))
    agreeing.desk.run()


@pytest.mark.parametrize("compare", [run, look_at_it])
def test_a_user_that_we_are_deleting_ourselves_is_not_missed(
    agreeing: Agreeing, compare: Callable[[Agreeing], object]
) -> None:
    account, told = agreeing.active(), []

    def meanwhile(call: str) -> None:
        if call == "remove":
            compare(agreeing)
            told.append(agreeing.open())

    agreeing.directory.afterwards = meanwhile
    with agreeing.database.transaction() as session:
        office.change(session, "deletion_delay_days", "0")
    resigned.approved(agreeing.database, account)
    agreeing.desk.run()
    agreeing.look()
    assert told == [{}]
    assert (agreeing.open(), agreeing.desk.state(account.id)[0]) == ({}, AccountStatus.CLOSED)


def test_a_run_in_the_moment_of_our_own_deletion_counts_no_difference(agreeing: Agreeing) -> None:
    account, differing = agreeing.active(), []

    def meanwhile(call: str) -> None:
        if call == "remove":
            differing.append(run(agreeing).differing)

    agreeing.directory.afterwards = meanwhile
    with agreeing.database.transaction() as session:
        office.change(session, "deletion_delay_days", "0")
    resigned.approved(agreeing.database, account)
    agreeing.desk.run()
    assert differing == [0]


def test_a_user_that_somebody_else_deletes_while_it_waits_for_its_end_is_missed(agreeing: Agreeing) -> None:
    account = agreeing.active()
    resigned.approved(agreeing.database, account)
    agreeing.desk.run()
    agreeing.directory.users.clear()
    run(agreeing)
    assert agreeing.open().keys() == {FindingKind.USER_MISSING}
