"""A user that is gone is told in one place, on the case or by the comparison."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from provisioner import accounts
from provisioner.accounts.blocking.rules import BlockGround
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.agreement import listing
from provisioner.agreement.rules import FindingKind
from provisioner.database import Database
from tests.factories import approved_account, member
from tests.web.test_statements import counted
from tests.worker.agreeing import Agreeing, look_at_it, put_back_the_name, renamed, run


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
    assert listed(agreeing) == (1, 1)
    with agreeing.database.transaction() as session:
        accounts.unblock(session, account.case_id, reason="jasne", by=member(session, "Barbara Lis"), at=at)
    agreeing.desk.run()
    assert agreeing.desk.state(account.id) == (AccountStatus.NEEDS_ATTENTION, Attention.USER_MISSING)
    assert listed(agreeing) == (0, 0)
    run(agreeing)
    assert agreeing.open() == {}


def listed(agreeing: Agreeing) -> tuple[int, int]:
    """How many the page shows and its link counts."""
    with agreeing.database.reading() as session:
        return len(listing.findings(session).lines), session.scalar(sa.select(listing.open_count())) or 0


@pytest.mark.parametrize("look", [look_at_it, put_back_the_name])
def test_whoever_meets_it_missing_wakes_the_watch_before_touching_anything_else(
    agreeing: Agreeing, look: Callable[[Agreeing], None]
) -> None:
    account = expired(agreeing)
    renamed(agreeing)
    agreeing.directory.users.clear()
    with counted(agreeing.database) as sent:
        agreeing.customers.trouble = lambda call: sent.clear() if call == "member" else None
        look(agreeing)
    written = [one for one in sent if one.startswith(("INSERT INTO task", "UPDATE task"))]
    assert written[0].startswith("INSERT"), "as whoever reads events does, or the two would wait for each other"
    assert agreeing.desk.state(account.id) == (AccountStatus.NEEDS_ATTENTION, Attention.USER_MISSING)
    assert agreeing.open() == {}
