"""A customer number with a new owner: no second account while the former owner can still log in (R8)."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import accounts, applications
from provisioner.accounts import opening
from provisioner.accounts.blocking.rules import BlockGround
from provisioner.accounts.blocking.tables import AccountBlock
from provisioner.accounts.closing.outcomes import shut
from provisioner.accounts.kinds import END_MANDATE
from provisioner.accounts.mandates.tables import Mandate
from provisioner.accounts.rules import SETTLED, AccountStatus
from provisioner.accounts.tables import Account
from provisioner.applications.rules import FormHindrance
from provisioner.applications.tables import Application
from provisioner.cases import NotApprovable
from provisioner.database import Database
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry
from provisioner.outbox.tables import Task
from tests import resigned
from tests.factories import NOW, TODAY, approved_account, member, recorded
from tests.mandated import APPROVER, PAPER, acting
from tests.together import errors, together

NEW_OWNER = {"first_name": "Anna", "last_name": "Nowa", "email": "nowa@example.com", "email_again": "nowa@example.com"}


def filed(database: Database, **changed: Any) -> UUID:
    with database.transaction() as session:
        return recorded(session, **changed).id


def approve(database: Database, case: UUID, by: str = "Barbara Lis") -> Account:
    with database.transaction() as session:
        return applications.approve(
            session, case, revision=1, by=member(session, by), at=NOW
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


@pytest.mark.parametrize("status", [AccountStatus.BLOCKED, AccountStatus.CLOSING])
def test_the_mandate_of_the_former_owner_ends_with_the_change_of_owner(
    database: Database, status: AccountStatus
) -> None:
    with database.transaction() as session:
        former = acting(session, status)
        other = acting(
            session, status, customer_number="104999", email="inna@example.com", email_again="inna@example.com"
        )
    account = approve(database, filed(database, **NEW_OWNER, **PAPER | {"attorney_name": "Ewa Kos"}))
    with database.reading() as session:
        standing = sa.select(Mandate.account_id).where(Mandate.ended_at.is_(None))
        assert set(session.scalars(standing)) == {account.id, other.id}
        (ended,) = session.scalars(sa.select(Mandate).where(Mandate.account_id == former.id))
        assert ended.ender is not None
        assert (ended.ender.name, ended.ended_reason) == (APPROVER, opening.NEW_OWNER)
        waits = sa.select(Task.subject_id).where(Task.kind == END_MANDATE.name, Task.done_at.is_(None))
        assert set(session.scalars(waits)) == {account.id, other.id}
        told = sa.select(AuditEntry.object_id).where(AuditEntry.event == Event.MANDATE_REVOKED)
        assert session.scalars(told).all() == [str(former.id)]


def test_a_further_account_of_the_same_customer_and_of_another_number_are_no_change_of_owner(
    database: Database,
) -> None:
    approved_account(database)
    for changed in ({}, NEW_OWNER | {"customer_number": "104999"}):
        case = filed(database, **changed)
        with database.reading() as session:
            assert session.get_one(Application, case).hindrances(TODAY) == []
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


def test_once_the_new_owner_has_an_account_the_former_one_is_not_let_in_again(database: Database) -> None:
    former = approved_account(database)
    with database.transaction() as session:
        session.execute(sa.update(Account).values(status=AccountStatus.ACTIVATED, keycloak_id="known"))
        session.execute(sa.update(Task).values(done_at=NOW))
    paper = resigned.approved(database, former, ground="contract_ended")
    with database.transaction() as session:
        session.execute(sa.update(Task).values(done_at=NOW))
        shut(session, session.get_one(Account, former.id), at=datetime.now(UTC))
    approve(database, filed(database, **NEW_OWNER))
    with pytest.raises(accounts.OtherOwner):
        resigned.take_back(database, paper)
    with database.transaction() as session:
        session.execute(sa.update(Account).where(Account.id == former.id).values(status=AccountStatus.BLOCKED))
    with database.transaction() as session, pytest.raises(accounts.OtherOwner):
        accounts.unblock(session, former.case_id, reason="?", by=member(session, "Barbara Lis"), at=NOW)


@pytest.mark.sweep
def test_the_new_owner_and_the_return_of_the_former_at_once_never_both_live(database: Database) -> None:
    former = approved_account(database)
    with database.transaction() as session:
        session.execute(sa.update(Task).values(done_at=NOW))
        session.execute(sa.update(Account).values(status=AccountStatus.BLOCKED, keycloak_id="known"))
        by = member(session, "Barbara Lis").id
        block = AccountBlock(
            ground=BlockGround.END_OF_CONTRACT, reason="?", former=AccountStatus.ACTIVATED, by=by, at=NOW
        )
        block.account_id, block.blocked_at = former.id, NOW
        session.add(block)
    case = filed(database, **NEW_OWNER)

    def back() -> None:
        with database.transaction() as session:
            accounts.unblock(session, former.case_id, reason="?", by=member(session, "Barbara Lis"), at=NOW)

    outcomes = together(lambda: approve(database, case), back)
    assert len(errors(outcomes)) == 1
    with database.reading() as session:
        living = session.scalars(sa.select(Account.id).where(Account.status.not_in(sorted(SETTLED)))).all()
    assert len(living) == 1
