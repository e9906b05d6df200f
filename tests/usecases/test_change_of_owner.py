"""A customer number with a new owner: no second account while the former owner can still log in (R8)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import applications
from provisioner.accounts.rules import SETTLED, AccountStatus
from provisioner.accounts.tables import Account
from provisioner.applications.rules import FormHindrance
from provisioner.applications.tables import Application
from provisioner.cases import NotApprovable
from provisioner.database import Database
from tests.factories import NOW, approved_account, member, recorded
from tests.together import errors, together

NEW_OWNER = {"first_name": "Anna", "last_name": "Nowa", "email": "nowa@example.com", "email_again": "nowa@example.com"}


def filed(database: Database, **changed: Any) -> UUID:
    with database.transaction() as session:
        return recorded(session, **changed).id


def approve(database: Database, case: UUID, by: str = "Barbara Lis") -> Account:
    with database.transaction() as session:
        return applications.approve(
            session, case, revision=1, by=member(session, by), at=NOW, undo_window=timedelta(0)
        )  # fmt: skip


def bring(session: Session, status: AccountStatus) -> None:
    session.execute(sa.update(Account).values(status=status))


@pytest.mark.parametrize("status", sorted(set(AccountStatus) - SETTLED))
def test_while_the_former_owner_may_log_in_the_new_one_is_not_approved(
    database: Database, status: AccountStatus
) -> None:
    approved_account(database)
    with database.transaction() as session:
        bring(session, status)
    case = filed(database, **NEW_OWNER)
    with pytest.raises(NotApprovable) as refused:
        approve(database, case)
    assert [one.kind for one in refused.value.hindrances] == [FormHindrance.OTHER_OWNER]


@pytest.mark.parametrize("status", sorted(SETTLED))
def test_once_the_former_account_is_settled_the_new_owner_is_approved(
    database: Database, status: AccountStatus
) -> None:
    approved_account(database)
    case = filed(database, **NEW_OWNER)
    with database.transaction() as session:
        bring(session, status)
    assert approve(database, case).status is AccountStatus.APPROVED


def test_a_further_account_of_the_same_customer_and_of_another_number_are_no_change_of_owner(
    database: Database,
) -> None:
    approved_account(database)
    for changed in ({}, NEW_OWNER | {"customer_number": "104999"}):
        case = filed(database, **changed)
        with database.reading() as session:
            assert session.get_one(Application, case).hindrances() == []
        approve(database, case)


def test_of_two_owners_approved_at_the_same_moment_one_gets_the_account(database: Database) -> None:
    cases = [filed(database), filed(database, **NEW_OWNER)]

    def press(case: UUID, by: str) -> Callable[[], object]:
        return lambda: approve(database, case, by)

    with database.transaction() as session:
        people = [member(session, f"Approver {n}").name for n in range(len(cases))]
    outcomes = list(together(*(press(case, by) for case, by in zip(cases, people, strict=True))))
    assert errors(outcomes) == [NotApprovable]
    with database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Account)) == 1
