"""A customer number with a new owner: no second account while the former owner can still log in (R8)."""

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from threading import Event as Moment
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import accounts, applications, outbox
from provisioner.accounts import opening
from provisioner.accounts.blocking.rules import BlockGround
from provisioner.accounts.blocking.tables import AccountBlock
from provisioner.accounts.closing.outcomes import shut
from provisioner.accounts.kinds import END_MANDATE
from provisioner.accounts.mandates.tables import Mandate
from provisioner.accounts.rules import SETTLED, AccountStatus
from provisioner.accounts.state import locked
from provisioner.accounts.tables import Account
from provisioner.applications.rules import FormHindrance
from provisioner.applications.tables import Application
from provisioner.cases import NotApprovable
from provisioner.corrections.rules import CorrectionKind
from provisioner.corrections.tables import Correction
from provisioner.database import Database
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry
from provisioner.outbox.tables import Task
from tests import changed, corrected, resigned
from tests.factories import NOW, TODAY, approved_account, member, recorded
from tests.mandated import APPROVER, PAPER, acting
from tests.together import errors, together
from tests.usecases.test_mandates import SIGNED

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
    for differing in ({}, NEW_OWNER | {"customer_number": "104999"}):
        case = filed(database, **differing)
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


def block(session: Session, account: Account, ground: BlockGround = BlockGround.END_OF_CONTRACT) -> None:
    """It stands, and its work is done."""
    session.execute(sa.update(Task).values(done_at=NOW))
    known = {"status": AccountStatus.BLOCKED, "keycloak_id": f"user-{account.login}"}
    session.execute(sa.update(Account).where(Account.id == account.id).values(known))
    stands = AccountBlock(ground=ground, reason="?", former=AccountStatus.NOTIFIED, at=NOW, blocked_at=NOW)
    stands.account_id, stands.by = account.id, member(session, "Barbara Lis").id
    session.add(stands)


def unblock(database: Database, account: Account) -> None:
    with database.transaction() as session:
        accounts.unblock(session, account.case_id, reason="?", by=member(session, "Barbara Lis"), at=NOW)


def living(database: Database) -> list[UUID]:
    with database.reading() as session:
        return list(session.scalars(sa.select(Account.id).where(Account.status.not_in(sorted(SETTLED)))))


def gone_astray(database: Database) -> tuple[Account, UUID]:
    """A former owner's account, blocked because its mail went astray, and the correction of its address."""
    former = approved_account(database)
    with database.transaction() as session:
        block(session, former, BlockGround.WRONG_ADDRESS)
    with database.transaction() as session:
        return former, corrected.propose(session, session.get_one(Account, former.id)).id


def confirm(database: Database, correction: UUID) -> None:
    with database.transaction() as session:
        corrected.confirm(session, session.get_one(Correction, correction))


def test_a_corrected_address_lets_no_former_owner_in_beside_the_new_one(database: Database) -> None:
    former, correction = gone_astray(database)
    new = approve(database, filed(database, **NEW_OWNER))
    with pytest.raises(accounts.OtherOwner):
        confirm(database, correction)
    assert living(database) == [new.id]
    with database.reading() as session:
        assert accounts.Step.CORRECT not in accounts.offered_now(session, session.get_one(Account, former.id))


def test_a_customer_who_acts_alone_is_not_let_in_beside_the_new_owner(database: Database) -> None:
    with database.transaction() as session:
        former = acting(session, AccountStatus.NOTIFIED)
    with database.transaction() as session:
        block(session, former, BlockGround.MANDATE_ENDED)
        [mandate] = session.scalars(sa.select(Mandate))
        mandate.ended_at = NOW
    with database.transaction() as session:
        account = session.get_one(Account, former.id)
        correction = corrected.propose(session, account, kind=CorrectionKind.ACTS_ALONE, **SIGNED).id
    new = approve(database, filed(database, **NEW_OWNER))
    with pytest.raises(accounts.OtherOwner):
        confirm(database, correction)
    assert living(database) == [new.id]


def test_after_a_marriage_the_other_account_of_the_same_customer_can_be_unblocked(database: Database) -> None:
    first = approved_account(database)
    second = approve(database, filed(database, email="drugi@example.com", email_again="drugi@example.com"))
    with database.transaction() as session:
        block(session, second)
        session.execute(sa.update(Account).where(Account.id == first.id).values(status=AccountStatus.ACTIVATED))
    changed.approved(database, first, last_name="Nowakowska")
    third = approve(
        database, filed(database, last_name="Nowakowska", email="trzeci@example.com", email_again="trzeci@example.com")
    )
    unblock(database, second)
    assert set(living(database)) == {first.id, second.id, third.id}


def test_a_change_of_both_names_is_a_change_of_owner(database: Database) -> None:
    first = approved_account(database)
    second = approve(database, filed(database, email="drugi@example.com", email_again="drugi@example.com"))
    with database.transaction() as session:
        session.execute(sa.update(Task).values(done_at=NOW))
        session.execute(sa.update(Account).values(status=AccountStatus.ACTIVATED))
    both = {"first_name": "Anna", "last_name": "Nowa"}
    with pytest.raises(accounts.OtherOwner):
        changed.approved(database, first, **both)
    with database.transaction() as session:
        block(session, second)
    changed.approved(database, first, **both)
    with pytest.raises(accounts.OtherOwner):
        unblock(database, second)
    assert living(database) == [first.id]


def test_other_data_change_whoever_lives_beside(database: Database) -> None:
    """As after an upgrade, where one owner is known by two names: a new address lets nobody in."""
    first = approved_account(database)
    second = approve(database, filed(database, email="drugi@example.com", email_again="drugi@example.com"))
    with database.transaction() as session:
        session.execute(sa.update(Task).values(done_at=NOW))
        session.execute(sa.update(Account).values(status=AccountStatus.ACTIVATED))
        session.execute(sa.update(Account).where(Account.id == second.id).values(owner_key="kos anna"))
    changed.approved(database, first, email=changed.NEW, last_name="Nowakowska")
    with database.reading() as session:
        account = session.get_one(Account, first.id)
        assert (account.status, account.email) == (AccountStatus.CHANGING, changed.NEW)


@pytest.mark.sweep
def test_the_new_owner_and_the_return_of_the_former_at_once_never_both_live(database: Database) -> None:
    former = approved_account(database)
    with database.transaction() as session:
        block(session, former)
    case = filed(database, **NEW_OWNER)
    outcomes = together(lambda: approve(database, case), lambda: unblock(database, former))
    assert len(errors(outcomes)) == 1
    assert len(living(database)) == 1


@pytest.mark.sweep
def test_the_new_owner_and_a_correction_of_the_former_at_once_never_both_live(database: Database) -> None:
    _, correction = gone_astray(database)
    case = filed(database, **NEW_OWNER)
    outcomes = together(lambda: approve(database, case), lambda: confirm(database, correction))
    assert len(errors(outcomes)) == 1
    assert len(living(database)) == 1


@pytest.mark.postgres
def test_a_mandate_whose_day_comes_while_the_new_owner_is_approved_stops_neither(postgres_url: str) -> None:
    """The worker has taken the task, and takes the account only once the approval has come to the tasks."""
    taken, at_the_tasks = Moment(), Moment()
    with closing(Database(postgres_url)) as database:
        with database.transaction() as session:
            former = acting(session, AccountStatus.BLOCKED)
        case = filed(database, **NEW_OWNER)

        def look(*about: Any) -> None:
            statement = str(about[2])
            if taken.is_set() and (statement.startswith("UPDATE task") or "FROM task" in statement):
                at_the_tasks.set()

        def day_comes() -> object:
            with database.transaction() as session:
                outbox.cancel_open(session, END_MANDATE, former.id, now=NOW)
                taken.set()
                assert at_the_tasks.wait(60)
                return locked(session, former.id)

        def press() -> object:
            assert taken.wait(60)
            return approve(database, case)

        sa.event.listen(database.engine, "before_cursor_execute", look)
        assert errors(together(day_comes, press)) == []
        with database.reading() as session:
            assert session.scalars(sa.select(Mandate).where(Mandate.ended_at.is_(None))).all() == []


@pytest.mark.sweep
def test_of_two_owners_unblocked_at_the_same_moment_one_is_let_in(database: Database) -> None:
    former = approved_account(database)
    with database.transaction() as session:
        block(session, former)
    new = approve(database, filed(database, **NEW_OWNER))
    with database.transaction() as session:
        block(session, new)
    outcomes = together(lambda: unblock(database, former), lambda: unblock(database, new))
    assert errors(outcomes) == [accounts.OtherOwner]
    assert len(living(database)) == 1
