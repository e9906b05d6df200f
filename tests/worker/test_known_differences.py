"""What is known already stops no comparison, and what somebody has settled comes back with news only."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from provisioner import agreement, journal
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.state import move
from provisioner.accounts.tables import Account
from provisioner.agreement import comparison
from provisioner.agreement.rules import FindingKind
from provisioner.agreement.tables import Finding
from provisioner.database import Database
from provisioner.journal import Event
from tests.factories import member
from tests.worker.agreeing import Agreeing, run


@pytest.fixture
def agreeing(database: Database, monkeypatch: pytest.MonkeyPatch) -> Agreeing:
    """A realm in which two accounts that differ are too many."""
    monkeypatch.setattr(comparison, "FEW", 1)
    return Agreeing(database)


def several(agreeing: Agreeing, count: int = 3) -> Sequence[Account]:
    found = []
    for number in range(count):
        address = f"n{number}@example.com"
        found.append(agreeing.active(customer_number=f"20000{number}", email=address, email_again=address))
    return found


def noted(agreeing: Agreeing) -> int:
    with agreeing.database.reading() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(Finding)) or 0


def settle(agreeing: Agreeing) -> None:
    finding = agreeing.open()[FindingKind.USER_MISSING]
    with agreeing.database.transaction() as session:
        by, at = member(session, "Barbara Lis"), datetime.now(UTC)
        agreement.settle(session, finding.id, note="usunięto ręcznie", by=by, at=at)


@pytest.mark.parametrize("status", [AccountStatus.EXPIRED, AccountStatus.BLOCKED])
def test_users_missing_where_nobody_logs_in_stop_nothing(agreeing: Agreeing, status: AccountStatus) -> None:
    several(agreeing)
    with agreeing.database.transaction() as session:
        session.execute(sa.update(Account).values(status=status))
    agreeing.directory.users.clear()
    ran = run(agreeing)
    assert (ran.stopped, ran.differing, noted(agreeing)) == (False, 3, 3)


def test_users_missing_of_customers_who_log_in_stop_it(agreeing: Agreeing) -> None:
    several(agreeing)
    agreeing.directory.users.clear()
    assert (run(agreeing).stopped, noted(agreeing)) == (True, 0)


def test_what_stands_already_does_not_count_anew(agreeing: Agreeing) -> None:
    for account in several(agreeing):
        agreeing.directory.users[str(account.keycloak_id)].enabled = False
        assert not run(agreeing).stopped
    assert noted(agreeing) == 3


def test_a_settled_missing_user_rests_while_the_account_stands_as_it_does(agreeing: Agreeing) -> None:
    [account] = several(agreeing, 1)
    agreeing.directory.users.clear()
    run(agreeing)
    settle(agreeing)
    run(agreeing)
    assert (agreeing.open(), noted(agreeing)) == ({}, 1)
    blocked(agreeing, account)
    run(agreeing)
    assert (set(agreeing.open()), noted(agreeing)) == ({FindingKind.USER_MISSING}, 2)


def blocked(agreeing: Agreeing, account: Account) -> None:
    """As the worker leaves it once the user is disabled."""
    with agreeing.database.transaction() as session:
        found, actor = session.get_one(Account, account.id), journal.staff(member(session, "Barbara Lis").id)
        for to, event in (
            (AccountStatus.BLOCKING, Event.ACCOUNT_BLOCK_ASKED),
            (AccountStatus.BLOCKED, Event.ACCOUNT_BLOCKED),
        ):
            move(session, found, to, event, at=datetime.now(UTC), actor=actor)
