"""The worker reads the list of staff once an hour, whatever happens in between; who has left keeps no case."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from provisioner import journal
from provisioner.cases.errands.tables import CaseErrand, ErrandKind
from provisioner.cases.taking.holding import HELD_FOR, take
from provisioner.cases.taking.leaving import free_what_leavers_had
from provisioner.cases.taking.tables import CaseTaking
from provisioner.database import Database
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry
from provisioner.outbox.handlers import AnyHandler, Hands
from provisioner.outbox.tables import Task
from provisioner.outside.ports import ConfigurationError
from provisioner.outside.staff_reading import StaffUser
from provisioner.staff.listing import colleagues, keep
from provisioner.staff.reading import LIST_STAFF, ListStaff
from provisioner.staff.tables import StaffSession
from tests.factories import member, recorded
from tests.together import errors, together
from tests.worker.desk import WorkerDesk


@dataclass
class FakeStaff:
    """A staff realm in memory; `trouble` runs before each reading."""

    users: list[StaffUser] = field(default_factory=list)
    trouble: Callable[[], None] = lambda: None

    def staff(self) -> list[StaffUser]:
        self.trouble()
        return self.users


def reading(desk: WorkerDesk) -> FakeStaff:
    realm = FakeStaff([StaffUser("s-anna", "anna", "Anna Nowak", True, frozenset({"clerk"}))])

    def more(hands: Hands) -> list[AnyHandler]:
        return [ListStaff(hands, realm, free_what_leavers_had)]

    desk.more = more
    return realm


def names(database: Database) -> list[str]:
    with database.reading() as session:
        return [one.listed.name for one in colleagues(session)]


def next_reading(database: Database) -> datetime:
    with database.reading() as session:
        open_task = sa.select(Task.not_before).where(Task.kind == LIST_STAFF.name, Task.done_at.is_(None))
        return session.scalars(open_task).one()


def test_however_many_workers_start_the_list_is_read_once_an_hour(desk: WorkerDesk) -> None:
    reading(desk)
    assert errors(together(*[lambda: desk.begins(ListStaff)] * 4)) == []
    desk.run()
    assert names(desk.database) == ["Anna Nowak"]
    assert timedelta(minutes=59) < next_reading(desk.database) - datetime.now(UTC) <= timedelta(hours=1)


def test_a_realm_that_refuses_keeps_the_former_list_and_is_asked_again(desk: WorkerDesk) -> None:
    realm = reading(desk)
    desk.begins(ListStaff)
    desk.run()

    def refuse() -> None:
        raise ConfigurationError("staff_observer_forbidden", "staff_observer")

    realm.trouble = refuse
    desk.later()
    desk.run()
    assert names(desk.database) == ["Anna Nowak"]
    realm.trouble, realm.users = lambda: None, []
    desk.later()
    desk.run()
    assert names(desk.database) == []


OFF, OUT, HERE = "Ewa Off", "Olga Out", "Hanna Here"


def listed(*here: str) -> list[StaffUser]:
    """The realm: whom it does not name is removed, and one is switched off."""
    return [StaffUser(name, name, name, name != OFF, frozenset({"approver"})) for name in (OFF, *here)]


def given(database: Database, kind: ErrandKind) -> dict[str, UUID]:
    """A case in the hand of each, or something put to each."""
    at, cases = datetime.now(UTC), {}
    with database.transaction() as session:
        for number, name in enumerate((OFF, OUT, HERE)):
            case, person = (
                recorded(session, customer_number=f"1042{kind == 'asked':d}{number}").id,
                member(session, name),
            )
            cases[name] = case
            if kind is ErrandKind.HANDED:
                assert take(session, case, by=person.id, at=at)
            giver = member(session, "Jan Giver").id
            put = CaseErrand(case_id=case, kind=kind, given_to=person.id, words="Znam go.", given_by=giver, given_at=at)
            session.add(put)
    return cases


def test_the_cases_of_who_was_switched_off_or_removed_are_free_and_a_question_stays(desk: WorkerDesk) -> None:
    reading(desk).users = listed(HERE)
    theirs = given(desk.database, ErrandKind.HANDED)
    given(desk.database, ErrandKind.ASKED)
    desk.begins(ListStaff)
    desk.run()
    with desk.database.transaction() as session:
        held = sa.select(CaseTaking.case_id)
        assert session.scalars(held).all() == [theirs[HERE]]
        handed = sa.select(CaseErrand.case_id).where(CaseErrand.kind == ErrandKind.HANDED)
        assert session.scalars(handed).all() == [theirs[HERE]]
        asked = sa.select(sa.func.count()).where(CaseErrand.kind == ErrandKind.ASKED)
        assert session.scalar(asked) == 3
        now = datetime.now(UTC)
        for name in (OFF, OUT):
            assert take(session, theirs[name], by=member(session, "Barbara Lis").id, at=now)
        assert not take(session, theirs[HERE], by=member(session, "Barbara Lis").id, at=now)


def lapsed(database: Database) -> list[tuple[str, str, str]]:
    with database.reading() as session:
        told = sa.select(AuditEntry).where(AuditEntry.event == Event.HAND_OVER_LAPSED).order_by(AuditEntry.seq)
        return [(one.actor, one.object_id, one.details["receiver"]) for one in session.scalars(told)]


def test_each_hand_over_that_ends_so_has_its_line_in_the_journal(desk: WorkerDesk) -> None:
    reading(desk).users = listed(OUT, HERE)
    case = given(desk.database, ErrandKind.HANDED)[OFF]
    desk.begins(ListStaff)
    desk.run()
    with desk.database.reading() as session:
        off = member(session, OFF).id
    assert lapsed(desk.database) == [(journal.WORKER, str(case), str(off))]


def test_a_list_without_anybody_frees_nothing(desk: WorkerDesk) -> None:
    reading(desk).users = []
    theirs = given(desk.database, ErrandKind.HANDED)
    desk.begins(ListStaff)
    desk.run()
    with desk.database.reading() as session:
        assert set(session.scalars(sa.select(CaseTaking.case_id))) == set(theirs.values())
    assert lapsed(desk.database) == []


def test_who_signs_in_while_the_list_is_read_keeps_what_they_have(desk: WorkerDesk) -> None:
    realm = reading(desk)
    realm.users = listed(HERE)
    theirs = given(desk.database, ErrandKind.HANDED)

    def signs_in() -> None:
        with desk.database.transaction() as session:
            at = datetime.now(UTC)
            session.add(
                StaffSession(
                    id_hash="out", staff_id=member(session, OUT).id, data={}, roles=["approver"], created_at=at,
                    last_seen_at=at, confirmed_at=at,
                )
            )  # fmt: skip

    realm.trouble = signs_in
    desk.begins(ListStaff)
    desk.run()
    with desk.database.reading() as session:
        assert set(session.scalars(sa.select(CaseTaking.case_id))) == {theirs[OUT], theirs[HERE]}


def test_a_case_that_is_taken_while_it_is_freed_has_one_holder(desk: WorkerDesk) -> None:
    reading(desk).users = listed(HERE)
    case = given(desk.database, ErrandKind.HANDED)[OFF]

    def takes() -> bool:
        with desk.database.transaction() as session:
            return take(session, case, by=member(session, HERE).id, at=datetime.now(UTC) + HELD_FOR)

    def frees() -> None:
        with desk.database.transaction() as session:
            at = datetime.now(UTC)
            keep(session, listed(HERE), at=at)
            free_what_leavers_had(session, at, at)

    assert errors(together(takes, frees, frees)) == []
    with desk.database.reading() as session:
        holders = sa.select(CaseTaking.taken_by).where(CaseTaking.case_id == case)
        assert session.scalars(holders).all() == [member(session, HERE).id]
