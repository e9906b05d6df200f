"""Who has a case of the queue in hand: one person at a time, for ten minutes, and nobody decides over their head."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import applications
from provisioner.applications.tables import Application
from provisioner.cases import FasterColleague, TakenByColleague, decide
from provisioner.cases.status import CaseStatus
from provisioner.cases.taking.coming import Day, day, skip, take_next
from provisioner.cases.taking.holding import HELD_FOR, give_back, has, take
from provisioner.cases.taking.tables import CaseSkip, CaseTaking, SkipReason
from provisioner.database import Database
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry
from provisioner.staff.tables import StaffMember
from tests.factories import NOW, PRACTICE, entry, member, recorded
from tests.together import errors, together

HANDS = 8
LATER = NOW + HELD_FOR
CLERK = "Anna Nowak"


def cases(database: Database, count: int) -> list[UUID]:
    with database.transaction() as session:
        return [recorded(session, customer_number=f"1042{number:02d}").id for number in range(count)]


def person(database: Database, name: str) -> UUID:
    with database.transaction() as session:
        return member(session, name).id


def taken(database: Database, case: UUID, who: UUID, at: object = NOW) -> bool:
    with database.transaction() as session:
        return take(session, case, by=who, at=at)  # type: ignore[arg-type]


@pytest.mark.sweep
def test_of_many_who_take_a_case_at_once_one_has_it(database: Database) -> None:
    (case,) = cases(database, 1)
    people = [person(database, f"Approver {number}") for number in range(HANDS)]

    def press(who: UUID) -> Callable[[], bool]:
        return lambda: taken(database, case, who)

    for at in (NOW, LATER):
        outcomes = together(*(press(who) for who in people))
        assert sorted(map(bool, outcomes)) == [False] * (HANDS - 1) + [True], outcomes
        with database.transaction() as session:
            session.execute(sa.update(CaseTaking).values(until=at))


@pytest.mark.sweep
def test_many_who_begin_at_once_get_a_case_each(database: Database) -> None:
    known = cases(database, HANDS)
    people = [person(database, f"Approver {number}") for number in range(HANDS + 1)]

    def begin(who: UUID) -> Callable[[], UUID | None]:
        def press() -> UUID | None:
            with database.transaction() as session:
                return take_next(session, by=who, at=NOW)

        return press

    outcomes = together(*(begin(who) for who in people[:HANDS]))
    assert sorted(outcomes, key=str) == sorted(known, key=str)
    assert begin(people[HANDS])() is None


@pytest.mark.sweep
def test_of_many_clicks_that_skip_a_case_one_is_written_down(database: Database) -> None:
    (case,) = cases(database, 1)
    who = person(database, "Barbara Lis")

    def press() -> object:
        with database.transaction() as session:
            return skip(session, case, SkipReason.ASK, by=session.get_one(StaffMember, who), at=NOW).number

    assert errors(together(*[press] * HANDS)) == []
    with database.reading() as session:
        [line] = session.scalars(sa.select(AuditEntry).where(AuditEntry.event == Event.APPLICATION_SKIPPED))
        said = [(one.field, one.after) for one in line.values]
        assert len(session.scalars(sa.select(CaseSkip)).all()) == 1
    assert (line.details, said) == ({}, [("skip_reason", "ask")]), "what can be erased with the case"


def test_the_most_urgent_case_comes_first_and_no_own_one(database: Database) -> None:
    with database.transaction() as session:
        late = recorded(session, customer_number="104233").id
        soon = recorded(session, customer_number="104234", received_on="16.11.2026", document_date="").id
        own = recorded(session, by="Barbara Lis", customer_number="104235", received_on="2.11.2026", document_date="")
        who, own_id = member(session, "Barbara Lis"), own.id
        assert take_next(session, by=who.id, at=NOW) == soon
        assert take_next(session, by=who.id, at=NOW) == soon, "what is in hand comes again"
        skip(session, soon, SkipReason.LATER, by=who, at=NOW)
        assert take_next(session, by=who.id, at=NOW) == late
        skip(session, late, SkipReason.PAPER, by=who, at=NOW)
        assert take_next(session, by=who.id, at=NOW) is None
        assert day(session, by=who.id, at=NOW) == Day(decided={}, skipped=2, own=1, taken=0)
        other = member(session, "Celina Mak")
        assert take_next(session, by=other.id, at=NOW) == own_id
        assert take_next(session, by=who.id, at=NOW + timedelta(days=1)) == soon, "skipped for one day"


def test_what_somebody_has_in_hand_is_free_after_ten_minutes_or_when_given_back(database: Database) -> None:
    (case,) = cases(database, 1)
    first, second = person(database, "Barbara Lis"), person(database, "Celina Mak")
    assert taken(database, case, first)
    assert not taken(database, case, second, LATER - timedelta(seconds=1))
    assert taken(database, case, first, LATER - timedelta(seconds=1)), "the same person has it ten minutes more"
    assert not taken(database, case, second, LATER)
    with database.transaction() as session:
        assert not give_back(session, case, by=second)
        assert give_back(session, case, by=first)
        assert not has(session, case, by=first, at=NOW)
    assert taken(database, case, second)


def approve(session: Session, case: UUID, by: StaffMember, at: object) -> object:
    return applications.approve(session, case, revision=1, by=by, at=at)  # type: ignore[arg-type]


def refuse(session: Session, case: UUID, by: StaffMember, at: object) -> object:
    return applications.refuse(session, case, revision=1, reason="powód", by=by, at=at)  # type: ignore[arg-type]


def send_back(session: Session, case: UUID, by: StaffMember, at: object) -> object:
    return decide.return_incomplete(session, Application, case, revision=1, missing="podpis", by=by, at=at)  # type: ignore[arg-type]


@pytest.mark.parametrize("door", [approve, refuse, send_back])
def test_nobody_decides_what_a_colleague_has_in_hand(database: Database, door: Callable[..., object]) -> None:
    (case,) = cases(database, 1)
    taken(database, case, person(database, "Barbara Lis"))
    with database.transaction() as session:
        other = member(session, "Celina Mak")
        with pytest.raises(TakenByColleague) as refused:
            door(session, case, other, NOW)
        assert (refused.value.who, refused.value.until) == ("Barbara Lis", LATER)
    with database.transaction() as session:
        door(session, case, member(session, "Celina Mak"), LATER)
        assert session.scalars(sa.select(CaseTaking)).all() == [], "what is decided nobody has in hand"


def test_the_customer_can_take_back_what_an_approver_has_in_hand(database: Database) -> None:
    (case,) = cases(database, 1)
    taken(database, case, person(database, "Barbara Lis"))
    with database.transaction() as session:
        applications.withdraw(session, case, revision=1, reason="telefon", by=member(session, CLERK), at=NOW)
        with pytest.raises(FasterColleague) as refused:
            skip(session, case, SkipReason.ASK, by=member(session, "Barbara Lis"), at=NOW)
        assert refused.value.status is CaseStatus.WITHDRAWN


def test_whoever_comes_second_is_told_who_changed_the_case_and_not_who_skipped_it(database: Database) -> None:
    (case,) = cases(database, 1)
    with database.transaction() as session:
        returned = member(session, "Barbara Lis")
        decide.return_incomplete(session, Application, case, revision=1, missing="podpis", by=returned, at=NOW)
    with database.transaction() as session:
        told = entry(session, customer_number="104200")
        told = replace(told, completed_on=date(2026, 11, 24))
        by = member(session, CLERK)
        applications.complete(session, case, told, revision=2, practice=PRACTICE, by=by, at=NOW)
        skip(session, case, SkipReason.ASK, by=member(session, "Celina Mak"), at=NOW + timedelta(hours=1))
    with database.transaction() as session, pytest.raises(FasterColleague) as refused:
        refuse(session, case, member(session, "Barbara Lis"), NOW)
    assert (refused.value.who, refused.value.at) == (CLERK, NOW)


def test_whoever_corrects_the_case_in_their_hand_leaves_it_to_the_others(database: Database) -> None:
    (case,) = cases(database, 1)
    taken(database, case, person(database, "Barbara Lis"))
    with database.transaction() as session:
        told, by = entry(session, customer_number="104299"), member(session, "Barbara Lis")
        applications.complete(session, case, told, revision=1, practice=PRACTICE, by=by, at=NOW)
    with database.transaction() as session:
        applications.approve(session, case, revision=2, by=member(session, "Celina Mak"), at=NOW)


def test_what_was_left_on_another_day_is_in_nobodys_hand(database: Database) -> None:
    (case,) = cases(database, 1)
    who = person(database, "Barbara Lis")
    taken(database, case, who)
    with database.reading() as session:
        assert has(session, case, by=who, at=NOW + timedelta(hours=1))
        assert not has(session, case, by=who, at=NOW + timedelta(days=1))
