"""A user that we are deleting, or have deleted, ourselves is missed nowhere; one that somebody else deletes is."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from provisioner import office
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.agreement.kinds import COMPARE
from provisioner.agreement.rules import FindingKind
from provisioner.database import Database
from provisioner.outbox.tables import Task
from provisioner.outside.ports import PermanentError
from tests import resigned
from tests.worker.agreeing import Agreeing, look_at_it, put_back_the_name, renamed, run
from tests.worker.troubles import raising


@pytest.fixture
def agreeing(database: Database) -> Agreeing:
    return Agreeing(database)


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


def test_a_user_deleted_by_hand_where_our_own_deletion_gave_up_is_asked_about_on_the_case_alone(
    agreeing: Agreeing,
) -> None:
    account = agreeing.active()
    with agreeing.database.transaction() as session:
        office.change(session, "deletion_delay_days", "0")
    resigned.approved(agreeing.database, account)
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
    account, told = agreeing.active(), []
    renamed(agreeing)

    def meanwhile(call: str) -> None:
        if call == "remove":
            put_back_the_name(agreeing)
            told.append(agreeing.open())

    agreeing.directory.afterwards = meanwhile
    with agreeing.database.transaction() as session:
        office.change(session, "deletion_delay_days", "0")
    resigned.approved(agreeing.database, account)
    agreeing.desk.run()
    assert told == [{}]
    assert (agreeing.open(), agreeing.desk.state(account.id)[0]) == ({}, AccountStatus.CLOSED)
