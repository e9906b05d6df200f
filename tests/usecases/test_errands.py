"""A case is handed to a colleague and a question put to one: each door once, and both end with the decision."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import applications, office
from provisioner.applications.tables import Application
from provisioner.cases import FasterColleague, OwnEntry, ReasonMissing, TakenByColleague
from provisioner.cases.errands import listing
from provisioner.cases.errands.answering import NothingAsked, answer
from provisioner.cases.errands.giving import Errand, NotForThem, PutAlready, put
from provisioner.cases.errands.listing import asked_of
from provisioner.cases.errands.tables import CaseErrand, ErrandKind
from provisioner.cases.history import history
from provisioner.cases.status import CaseStatus
from provisioner.cases.taking.coming import skip, take_next
from provisioner.cases.taking.holding import has, take
from provisioner.cases.taking.tables import SkipReason
from provisioner.cases.waiting.tables import WaitingDecision
from provisioner.database import Database
from provisioner.drafts.above import above
from provisioner.journal import Event
from provisioner.privacy import copies
from provisioner.staff.colleagues import who_may
from provisioner.staff.roles import Action, Role
from provisioner.staff.substitutes.appointing import Days, appoint
from provisioner.staff.tables import StaffMember, StaffSession
from tests.colleagues import colleague
from tests.factories import NOW, PRACTICE, TODAY, entry, member, recorded
from tests.together import errors, together
from tests.usecases.test_races import HANDS, at_once, events, record

HANDED, ASKED = ErrandKind.HANDED, ErrandKind.ASKED
CLERK = "Anna Nowak"


def people(database: Database, *names: str) -> list[UUID]:
    with database.transaction() as session:
        return [colleague(session, name).id for name in names]


def give(session: Session, case: UUID, to: UUID, by: UUID, kind: ErrandKind = HANDED, words: str = "Znam go.") -> None:
    put(session, case, Errand(kind, to, words), by=session.get_one(StaffMember, by), at=NOW)


def approve(session: Session, case: UUID, by: UUID) -> None:
    applications.approve(session, case, revision=1, by=session.get_one(StaffMember, by), at=NOW)


def shown(session: Session, case: UUID, to: UUID) -> list[str]:
    """The keys of the questions on the page of their answer."""
    return [one.key for one in asked_of(session, case, by=to, today=TODAY)]


def left(database: Database) -> int:
    with database.reading() as session:
        return session.scalars(sa.select(sa.func.count()).select_from(CaseErrand)).one()


@pytest.mark.sweep
@pytest.mark.parametrize("kind", [HANDED, ASKED])
def test_of_many_who_put_a_case_to_a_colleague_at_once_one_does(database: Database, kind: ErrandKind) -> None:
    case, (to,) = record(database), people(database, "Celina Mak")

    def press(session: Session, case: UUID, by: StaffMember) -> object:
        return put(session, case, Errand(kind, to, f"Od: {by.name}"), by=by, at=NOW).number

    assert errors(at_once(database, [press] * HANDS, case)) == [PutAlready] * (HANDS - 1)
    assert (left(database), len(events(database))) == (1, 2)


@pytest.mark.sweep
@pytest.mark.parametrize("kind", [HANDED, ASKED])
def test_the_same_click_many_times_at_once_counts_once(database: Database, kind: ErrandKind) -> None:
    case, (by, to) = record(database), people(database, "Barbara Lis", "Celina Mak")

    def press() -> None:
        with database.transaction() as session:
            take(session, case, by=by, at=NOW)
            give(session, case, to, by, kind)

    assert errors(together(*[press] * HANDS)) == []
    assert (left(database), len(events(database))) == (1, 2)


@pytest.mark.sweep
def test_of_a_decision_and_a_handing_over_at_once_nothing_is_left_open(database: Database) -> None:
    case, (by, to) = record(database), people(database, "Barbara Lis", "Celina Mak")

    def hand() -> None:
        with database.transaction() as session:
            give(session, case, to, by)

    def decide() -> None:
        with database.transaction() as session:
            take(session, case, by=to, at=NOW)
            approve(session, case, to)

    together(hand, decide, hand)
    assert Event.APPLICATION_APPROVED in events(database)
    assert left(database) == 0


def refuse(session: Session, case: UUID, by: UUID) -> None:
    applications.refuse(session, case, revision=1, reason="Brak.", by=session.get_one(StaffMember, by), at=NOW)


def put_aside(session: Session, case: UUID, by: UUID) -> None:
    skip(session, case, SkipReason.ASK, by=session.get_one(StaffMember, by), at=NOW)


@pytest.mark.sweep
@pytest.mark.parametrize("door", [approve, refuse, put_aside])
def test_a_handing_over_and_another_door_at_once_never_wait_for_each_other(
    database: Database, door: Callable[[Session, UUID, UUID], None]
) -> None:
    case, (by, to) = record(database), people(database, "Barbara Lis", "Celina Mak")
    with database.transaction() as session:
        take(session, case, by=by, at=NOW)

    def press(what: Callable[[Session, UUID, UUID], None]) -> Callable[[], None]:
        def pressed() -> None:
            with database.transaction() as session:
                what(session, case, by)

        return pressed

    outcomes = together(*[press(lambda session, case, by: give(session, case, to, by)), press(door)] * (HANDS // 2))
    assert set(errors(outcomes)) <= {FasterColleague}


@pytest.mark.sweep
def test_a_question_answered_many_times_at_once_is_answered_once(database: Database) -> None:
    case, (by, to) = record(database), people(database, "Barbara Lis", "Celina Mak")
    with database.transaction() as session:
        give(session, case, to, by, ASKED)

    def press(words: str) -> None:
        with database.transaction() as session:
            answer(session, case, words, to=keys, by=session.get_one(StaffMember, to), at=NOW)

    with database.reading() as session:
        keys = shown(session, case, to)
    outcomes = together(*(lambda number=number: press(f"Tak, {number}.") for number in range(HANDS)))
    assert errors(outcomes) == [NothingAsked] * (HANDS - 1)
    assert (left(database), events(database).count(Event.CASE_NOTED)) == (0, 1)


def test_a_case_handed_over_comes_first_to_whom_it_was_handed_and_last_to_others(database: Database) -> None:
    with database.transaction() as session:
        late = recorded(session, received_on="2.11.2026", document_date="").id
        plain = recorded(session).id
    by, to, other = people(database, "Barbara Lis", "Celina Mak", "Ewa Zając")
    with database.transaction() as session:
        take(session, plain, by=by, at=NOW)
        give(session, plain, to, by)
        assert not has(session, plain, by=by, at=NOW), "whoever hands it over has it no more"
        assert [one.number for one in above(session, by=to, today=TODAY).errands] == ["2026/000002"]
        assert take_next(session, by=other, at=NOW) == late
        assert take_next(session, by=to, at=NOW) == plain
    with database.transaction() as session:
        assert take_next(session, by=by, at=NOW) is None, "both are in a hand"


def test_others_still_get_it_when_nothing_else_is_left(database: Database) -> None:
    case, (by, to, other) = record(database), people(database, "Barbara Lis", "Celina Mak", "Ewa Zając")
    with database.transaction() as session:
        give(session, case, to, by)
        assert take_next(session, by=other, at=NOW) == case


def test_only_who_handed_it_over_or_got_it_hands_it_on(database: Database) -> None:
    case, (by, to, other) = record(database), people(database, "Barbara Lis", "Celina Mak", "Ewa Zając")
    with database.transaction() as session:
        give(session, case, to, by)
        with pytest.raises(PutAlready, match="Celina Mak"):
            give(session, case, to, other)
        give(session, case, other, to)
        give(session, case, by, other)
        assert [one.giver for one in above(session, by=by, today=TODAY).errands] == ["Ewa Zając"]
        assert above(session, by=to, today=TODAY).errands == []


@pytest.mark.parametrize("kind", [HANDED, ASKED])
def test_it_is_put_to_nobody_who_could_not_do_it(database: Database, kind: ErrandKind) -> None:
    with database.transaction() as session:
        case = recorded(session, by="Danuta Wpis").id
        by = colleague(session, "Barbara Lis")
        auditor = colleague(session, "Adam Audytor", Role.AUDITOR).id
        gone = colleague(session, "Zenon Były", enabled=False).id
        unknown = member(session, "Nikt Nieznany").id
        barred = [auditor, gone, unknown, by.id]
        if kind is HANDED:
            barred += [colleague(session, "Danuta Wpis").id, colleague(session, "Celina Biuro", Role.CLERK).id]
        for to in barred:
            with pytest.raises(NotForThem):
                put(session, case, Errand(kind, to, "Proszę."), by=by, at=NOW)


def test_what_a_colleague_has_in_hand_is_not_handed_over_and_what_is_decided_neither(database: Database) -> None:
    case, (by, to, other) = record(database), people(database, "Barbara Lis", "Celina Mak", "Ewa Zając")
    with database.transaction() as session:
        take(session, case, by=other, at=NOW)
        with pytest.raises(TakenByColleague):
            give(session, case, to, by)
        with pytest.raises(ReasonMissing):
            give(session, case, to, other, words="  ")
        give(session, case, to, by, ASKED, "Był w BOK?")
        give(session, case, to, other)
        applications.refuse(
            session, case, revision=1, reason="Brak.", by=session.get_one(StaffMember, other), at=NOW
        )  # fmt: skip
    assert left(database) == 0
    with database.transaction() as session:
        for kind in ErrandKind:
            with pytest.raises(FasterColleague):
                give(session, case, to, by, kind)


def test_four_eyes_hold_for_whom_it_is_handed_to(database: Database) -> None:
    case, (by, to) = record(database), people(database, "Barbara Lis", "Celina Mak")
    with database.transaction() as session:
        give(session, case, to, by)
        with pytest.raises(OwnEntry):
            approve(session, case, member(session, CLERK).id)
        approve(session, case, to)


def test_an_answer_closes_the_questions_that_were_shown_and_the_same_sent_twice_counts_once(database: Database) -> None:
    case, (by, to, other) = record(database), people(database, "Barbara Lis", "Celina Mak", "Ewa Zając")
    with database.transaction() as session:
        appoint(session, other, to, Days(TODAY, TODAY), by=session.get_one(StaffMember, other), at=NOW)
        give(session, case, to, by, ASKED, "Był?")
        keys, who = shown(session, case, to), session.get_one(StaffMember, to)
        give(session, case, other, by, ASKED, "Dzwonił?")
        for _ in range(2):
            answer(session, case, "Tak.", to=keys, by=who, at=NOW)
        assert [one.words for one in asked_of(session, case, by=to, today=TODAY)] == ["Dzwonił?"]
        with pytest.raises(NothingAsked):
            answer(session, case, "Nie.", to=keys, by=who, at=NOW)
    assert events(database).count(Event.CASE_NOTED) == 1


def test_what_one_decided_in_vain_comes_before_what_is_handed_to_them(database: Database) -> None:
    case, (by, to) = record(database), people(database, "Barbara Lis", "Celina Mak")
    with database.transaction() as session:
        late = recorded(session, received_on="20.11.2026", document_date="").id
        give(session, case, to, by)
        told = {"verdict": CaseStatus.APPROVED, "revision": 1, "reason": "", "decided_by": to, "decided_at": NOW}
        session.add(WaitingDecision(case_id=late, until=NOW, lapsed_at=NOW, **told))
        session.flush()
        assert take_next(session, by=to, at=NOW) == late


@pytest.mark.parametrize(("four_eyes", "theirs"), [("yes", 0), ("no", 1)])
def test_whoever_changes_the_case_handed_to_them_may_not_decide_it_and_has_it_no_more(
    database: Database, four_eyes: str, theirs: int
) -> None:
    case, (by, to) = record(database), people(database, "Barbara Lis", "Celina Mak")
    with database.transaction() as session:
        office.change(session, "four_eyes", four_eyes)
        give(session, case, to, by)
        give(session, case, to, by, ASKED)
        who, told = session.get_one(StaffMember, to), entry(session, phone="602 000 111")
        applications.complete(session, case, told, revision=1, practice=PRACTICE, by=who, at=NOW)
        assert [one.kind for one in above(session, by=to, today=TODAY).errands] == [ASKED, HANDED][: 1 + theirs]


def test_questions_come_first_and_what_is_not_shown_is_counted(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, (by, to) = record(database), people(database, "Barbara Lis", "Celina Mak")
    monkeypatch.setattr(listing, "MOST", 1)
    with database.transaction() as session:
        give(session, case, to, by)
        give(session, case, to, by, ASKED)
        found = above(session, by=to, today=TODAY)
        assert ([one.kind for one in found.errands], found.count, found.questions) == ([ASKED], 2, 1)


def test_no_day_is_told_of_a_case_that_waits_for_the_customer(database: Database) -> None:
    case, (by, to) = record(database), people(database, "Barbara Lis", "Celina Mak")
    with database.transaction() as session:
        give(session, case, to, by, ASKED)
        assert [one.due for one in above(session, by=to, today=TODAY).errands] != [None]
        session.get_one(Application, case).status = CaseStatus.INCOMPLETE
        session.flush()
        assert [one.due for one in above(session, by=to, today=TODAY).errands] == [None]


def test_to_whom_a_case_was_put_stands_in_its_history_and_in_no_copy_for_the_customer(database: Database) -> None:
    case, (by, to) = record(database), people(database, "Barbara Lis", "Celina Mak")
    with database.transaction() as session:
        give(session, case, to, by)
        [line] = [one for one in history(session, [str(case)]) if one.event is Event.APPLICATION_HANDED_OVER]
        assert (line.whom, line.values) == ("Celina Mak", {"handed_words": ("", "Znam go.")})
        one = session.get_one(Application, case)
        found = copies.copied(session, one.customer_number, one.display_name)
        copy = json.dumps(copies.as_json(found, NOW), default=str, ensure_ascii=False)
        assert ("Znam go." in copy, "Celina Mak" in copy, str(to) in copy) == (True, False, False)


def test_whom_the_list_no_longer_names_nobody_is_handed_a_case(database: Database) -> None:
    with database.transaction() as session:
        removed, new = member(session, "Adam"), member(session, "Beata")
        for who, minutes in ((removed, -1), (new, 1)):
            session.add(seen(who, NOW + timedelta(minutes=minutes), Role.APPROVER))
        session.flush()
        assert [one.name for one in who_may(session, Action.APPROVE)] == ["Adam", "Beata"], "no list was read"
        colleague(session, "Celina")
        assert [one.name for one in who_may(session, Action.APPROVE)] == ["Beata", "Celina"]


def seen(who: StaffMember, at: datetime, *roles: str) -> StaffSession:
    """A session of which the realm was asked then."""
    return StaffSession(
        id_hash=who.name, staff_id=who.id, data={}, created_at=at, last_seen_at=at, roles=list(roles), confirmed_at=at
    )


def test_a_role_counts_as_the_realm_told_it_last(database: Database) -> None:
    with database.transaction() as session:
        listed, back, gone = (colleague(session, name, Role.CLERK) for name in ("Adam", "Beata", "Celina"))
        for who, minutes, roles in ((listed, -1, ["approver"]), (back, 1, ["approver"]), (gone, 1, [])):
            session.add(seen(who, NOW + timedelta(minutes=minutes), *roles))
        session.flush()
        assert [one.name for one in who_may(session, Action.APPROVE)] == ["Beata"]
        assert [one.name for one in who_may(session, Action.NOTE)] == ["Adam", "Beata"]
