"""Who stands in for a colleague sees what is put to them, on those days and no others."""

from datetime import date, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.cases.errands.answering import NothingAsked, answer
from provisioner.cases.errands.giving import Errand, put
from provisioner.cases.errands.listing import asked_of
from provisioner.cases.errands.tables import ErrandKind
from provisioner.cases.taking.coming import take_next
from provisioner.database import Database
from provisioner.drafts.above import above
from provisioner.entry.reader import EntryProblems
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry
from provisioner.staff.roles import Role
from provisioner.staff.substitutes.appointing import Days, NoSubstitution, appoint, end, read_days, sweep
from provisioner.staff.substitutes.tables import Substitution
from provisioner.staff.tables import StaffMember
from tests.colleagues import colleague
from tests.factories import NOW, TODAY, recorded
from tests.together import errors, together
from tests.usecases.test_races import HANDS, events, record

WEEK = Days(TODAY, TODAY + timedelta(days=6))


def people(database: Database, *names: str) -> list[UUID]:
    with database.transaction() as session:
        return [colleague(session, name).id for name in names]


def stand_in(session: Session, absent: UUID, substitute: UUID, days: Days = WEEK) -> None:
    appoint(session, absent, substitute, days, by=session.get_one(StaffMember, absent), at=NOW)


def give(session: Session, kind: ErrandKind, case: UUID, to: UUID, by: UUID) -> None:
    put(session, case, Errand(kind, to, "Proszę."), by=session.get_one(StaffMember, by), at=NOW)


@pytest.mark.sweep
def test_of_many_substitutes_appointed_at_once_one_is(database: Database) -> None:
    absent, *others = people(database, "Celina Mak", *(f"Zastępca {number}" for number in range(HANDS)))

    def press(substitute: UUID) -> None:
        with database.transaction() as session:
            stand_in(session, absent, substitute)

    outcomes = together(*(lambda one=one: press(one) for one in others))
    assert errors(outcomes) == [EntryProblems] * (HANDS - 1)
    assert events(database) == [Event.SUBSTITUTE_APPOINTED]


@pytest.mark.sweep
def test_of_two_who_appoint_each_other_at_once_one_does(database: Database) -> None:
    one, other = people(database, "Celina Mak", "Ewa Zając")

    def press(absent: UUID, substitute: UUID) -> None:
        with database.transaction() as session:
            stand_in(session, absent, substitute)

    assert errors(together(lambda: press(one, other), lambda: press(other, one))) == [EntryProblems]
    assert events(database) == [Event.SUBSTITUTE_APPOINTED]


@pytest.mark.sweep
def test_the_same_substitute_appointed_by_many_clicks_at_once_is_appointed_once(database: Database) -> None:
    absent, substitute = people(database, "Celina Mak", "Ewa Zając")

    def press() -> None:
        with database.transaction() as session:
            stand_in(session, absent, substitute)

    assert errors(together(*[press] * HANDS)) == []
    assert events(database) == [Event.SUBSTITUTE_APPOINTED]


def test_whoever_is_away_stands_in_for_nobody_on_these_days(database: Database) -> None:
    absent, substitute, third = people(database, "Celina Mak", "Ewa Zając", "Barbara Lis")
    with database.transaction() as session:
        stand_in(session, substitute, third, Days(WEEK.last, WEEK.last))
        with pytest.raises(EntryProblems, match="substitute:away"):
            stand_in(session, absent, substitute)
        stand_in(session, absent, substitute, Days(TODAY, WEEK.last - timedelta(days=1)))


@pytest.mark.sweep
def test_a_substitution_ended_by_many_clicks_at_once_ends_once(database: Database) -> None:
    absent, substitute = people(database, "Celina Mak", "Ewa Zając")
    with database.transaction() as session:
        stand_in(session, absent, substitute)
        one = session.scalars(sa.select(Substitution.id)).one()

    def press() -> None:
        with database.transaction() as session:
            end(session, one, of=absent, by=session.get_one(StaffMember, absent), at=NOW)

    assert errors(together(*[press] * HANDS)) == [NoSubstitution] * (HANDS - 1)
    assert events(database) == [Event.SUBSTITUTE_APPOINTED, Event.SUBSTITUTE_ENDED]


def test_the_substitute_sees_what_is_put_to_the_absent_on_those_days_alone(database: Database) -> None:
    case, (by, absent, substitute) = record(database), people(database, "Barbara Lis", "Celina Mak", "Ewa Zając")
    with database.transaction() as session:
        other = recorded(session, received_on="2.11.2026", document_date="").id
        stand_in(session, absent, substitute)
        give(session, ErrandKind.HANDED, case, absent, by)
        give(session, ErrandKind.ASKED, other, absent, by)
        for day, seen in ((TODAY, 2), (WEEK.last, 2), (WEEK.last + timedelta(days=1), 0), (TODAY - timedelta(1), 0)):
            assert len(above(session, by=substitute, today=day).errands) == seen, day
        assert {one.to for one in above(session, by=substitute, today=TODAY).errands} == {"Celina Mak"}
        assert len(above(session, by=absent, today=TODAY).errands) == 2, "both see it"
        assert take_next(session, by=substitute, at=NOW) == case


def test_the_substitute_answers_and_hands_on_and_nobody_else_does(database: Database) -> None:
    case, (by, absent, substitute) = record(database), people(database, "Barbara Lis", "Celina Mak", "Ewa Zając")
    with database.transaction() as session:
        stand_in(session, absent, substitute)
        give(session, ErrandKind.ASKED, case, absent, by)
        give(session, ErrandKind.HANDED, case, absent, by)
        shown = [one.key for one in asked_of(session, case, by=substitute, today=TODAY)]
        with pytest.raises(NothingAsked):
            answer(session, case, "Nie wiem.", to=shown, by=session.get_one(StaffMember, by), at=NOW)
        answer(session, case, "Tak.", to=shown, by=session.get_one(StaffMember, substitute), at=NOW)
        give(session, ErrandKind.HANDED, case, by, substitute)
        assert [one.kind for one in above(session, by=by, today=TODAY).errands] == [ErrandKind.HANDED]


def test_days_overlap_for_one_person_only_and_whom_the_desk_does_not_know_stands_in_for_nobody(
    database: Database,
) -> None:
    absent, substitute, third = people(database, "Celina Mak", "Ewa Zając", "Barbara Lis")
    with database.transaction() as session:
        auditor = colleague(session, "Adam Audytor", Role.AUDITOR).id
        stand_in(session, absent, substitute)
        stand_in(session, third, substitute)
        stand_in(session, absent, third, Days(WEEK.last + timedelta(1), WEEK.last + timedelta(2)))
        for who in (third, absent, auditor, None):
            with pytest.raises(EntryProblems):
                appoint(session, absent, who, WEEK, by=session.get_one(StaffMember, third), at=NOW)


@pytest.mark.parametrize(
    ("first", "last", "wrong"),
    [
        ("25.11.2026", "24.11.2026", "substitute_until:days_over"),
        ("1.11.2026", "23.11.2026", "substitute_until:days_over"),
        ("", "31.02", "substitute_from:required, substitute_until:date"),
    ],
)
def test_days_that_cannot_be_are_named(first: str, last: str, wrong: str) -> None:
    with pytest.raises(EntryProblems, match=wrong):
        read_days({"substitute_from": first, "substitute_until": last}, today=TODAY)


def test_days_of_absence_stand_in_no_journal_and_go_thirty_days_after(database: Database) -> None:
    absent, substitute = people(database, "Celina Mak", "Ewa Zając")
    with database.transaction() as session:
        stand_in(session, absent, substitute, Days(date(2026, 11, 23), TODAY))
        [line] = session.scalars(sa.select(AuditEntry))
        assert line.details == {"substitute": str(substitute)}
        assert sweep(session, NOW + timedelta(days=30), 10) == 0
        assert sweep(session, NOW + timedelta(days=31), 10) == 1
        assert session.scalars(sa.select(Substitution)).all() == []
