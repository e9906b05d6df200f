"""A user that we are deleting, or have deleted, ourselves is missed nowhere; one that somebody else deletes is."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

import pytest
import sqlalchemy as sa

from provisioner import office
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.agreement.kinds import COMPARE
from provisioner.agreement.rules import FindingKind
from provisioner.agreement.tables import Finding
from provisioner.database import Database
from provisioner.outbox.tables import Task
from provisioner.outside.ports import PermanentError
from tests import resigned
from tests.worker.agreeing import Agreeing, look_at_it, put_back_the_name, renamed, run
from tests.worker.troubles import raising

T = TypeVar("T")


@pytest.fixture
def agreeing(database: Database) -> Agreeing:
    return Agreeing(database)


def end_at_once(agreeing: Agreeing, account: Account) -> None:
    """A resignation after which nothing is waited for."""
    with agreeing.database.transaction() as session:
        office.change(session, "deletion_delay_days", "0")
    resigned.approved(agreeing.database, account)


def open_after(agreeing: Agreeing, look: Callable[[Agreeing], object]) -> dict[FindingKind, Finding]:
    """What stands once somebody has looked."""
    look(agreeing)
    return agreeing.open()


def while_we_delete(agreeing: Agreeing, account: Account, ask: Callable[[], T]) -> T:
    """What is answered in the moment after the user went, before the worker has noted that."""
    told: list[T] = []
    agreeing.directory.afterwards = lambda call: told.append(ask()) if call == "remove" else None
    end_at_once(agreeing, account)
    agreeing.desk.run()
    (answer,) = told
    return answer


@pytest.mark.parametrize("compare", [run, look_at_it])
def test_a_user_that_we_are_deleting_ourselves_is_not_missed(
    agreeing: Agreeing, compare: Callable[[Agreeing], object]
) -> None:
    account = agreeing.active()
    assert while_we_delete(agreeing, account, partial(open_after, agreeing, compare)) == {}
    agreeing.look()
    assert (agreeing.open(), agreeing.desk.state(account.id)[0]) == ({}, AccountStatus.CLOSED)


def test_a_run_in_the_moment_of_our_own_deletion_counts_no_difference(agreeing: Agreeing) -> None:
    assert while_we_delete(agreeing, agreeing.active(), lambda: run(agreeing).differing) == 0


def test_a_user_that_somebody_else_deletes_while_it_waits_for_its_end_is_missed(agreeing: Agreeing) -> None:
    account = agreeing.active()
    resigned.approved(agreeing.database, account)
    agreeing.desk.run()
    agreeing.directory.users.clear()
    run(agreeing)
    assert agreeing.open().keys() == {FindingKind.USER_MISSING}


def test_a_user_deleted_by_hand_where_our_own_deletion_gave_up_is_asked_about_on_the_case_alone(
    agreeing: Agreeing,
) -> None:
    account = agreeing.active()
    end_at_once(agreeing, account)
    agreeing.directory.trouble = raising(PermanentError("refused"), "remove")
    agreeing.desk.run()
    agreeing.directory.users.clear()
    look_at_it(agreeing)
    assert agreeing.desk.state(account.id) == (AccountStatus.NEEDS_ATTENTION, Attention.NOT_REMOVED)
    assert (agreeing.open(), looking(agreeing)) == ({}, 0)


def looking(agreeing: Agreeing) -> int:
    """How many looks are not at their end."""
    with agreeing.database.reading() as session:
        looks = sa.select(sa.func.count()).where(Task.kind == COMPARE.name, Task.done_at.is_(None))
        return session.scalar(looks) or 0


def test_who_mends_while_we_delete_the_user_does_not_miss_it(agreeing: Agreeing) -> None:
    account = agreeing.active()
    renamed(agreeing)
    assert while_we_delete(agreeing, account, partial(open_after, agreeing, put_back_the_name)) == {}
    assert (agreeing.open(), agreeing.desk.state(account.id)[0]) == ({}, AccountStatus.CLOSED)
