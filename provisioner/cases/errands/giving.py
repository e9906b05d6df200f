"""The door through which a case is handed to a colleague or a question put to one; four eyes stay as they are (P6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import office
from provisioner.cases.errands.tables import CaseErrand, ErrandKind
from provisioner.cases.locking import lock_case
from provisioner.cases.moves import conflict, write_line
from provisioner.cases.status import OPEN_CASES, CaseStatus
from provisioner.cases.tables import Case
from provisioner.cases.taking.holding import check_free, give_back
from provisioner.entry.reasons import given
from provisioner.journal import Event
from provisioner.office.time import office_date
from provisioner.staff.colleagues import what_each_may
from provisioner.staff.roles import Action
from provisioner.staff.substitutes.listing import stands_in_for
from provisioner.staff.tables import StaffMember

EVENTS: Mapping[ErrandKind, Event] = {
    ErrandKind.HANDED: Event.APPLICATION_HANDED_OVER,
    ErrandKind.ASKED: Event.COLLEAGUE_ASKED,
}
MAY: Mapping[ErrandKind, Action] = {ErrandKind.HANDED: Action.APPROVE, ErrandKind.ASKED: Action.NOTE}
"""What a colleague must be allowed to do, so that they can do what is put to them."""
STATES = {ErrandKind.HANDED: frozenset({CaseStatus.RECORDED}), ErrandKind.ASKED: OPEN_CASES}
"""Where a case has to stand for it."""


@dataclass(frozen=True)
class Errand:
    """What is put to whom, in whose words."""

    kind: ErrandKind
    to: UUID
    words: str


class NotForThem(Exception):
    """Not a colleague who may do it: somebody unknown, without the role, or with the case as an own entry."""


class PutAlready(Exception):
    """The case is in the hands of `who` by the will of `giver`, or a question of `giver` waits for them, since `at`."""

    def __init__(self, who: str, giver: str, at: datetime) -> None:
        super().__init__(who)
        self.who = who
        self.giver = giver
        self.at = at


def possible(case: Case) -> Sequence[ErrandKind]:
    """What can be put to a colleague where the case stands now."""
    return [kind for kind, states in STATES.items() if case.status in states and not case.stands_still]


def recipients(session: Session, case: Case, *, but: UUID) -> Mapping[ErrandKind, Sequence[StaffMember]]:
    """The colleagues, other than `but`, to whom this case can be handed, and whom a question can be put."""
    editors = {editor.staff_id for editor in case.editors} if office.rules(session).four_eyes else set()
    barred = {ErrandKind.HANDED: editors | {but}, ErrandKind.ASKED: {but}}
    known = what_each_may(session)
    return {kind: [one for one, may in known if MAY[kind] in may and one.id not in barred[kind]] for kind in ErrandKind}


def put(session: Session, case_id: UUID, told: Errand, *, by: StaffMember, at: datetime) -> Case:
    """Hand the case over, or put the question; the same sent twice counts once.

    Only who has handed a case over, or to whom it was, or their substitute, hands it on. Raises ReasonMissing,
    UnknownCase, TakenByColleague, FasterColleague, NotForThem, PutAlready.
    """
    words = given(told.words)
    lock_case(session, case_id)
    case = session.get_one(Case, case_id, populate_existing=True)
    if told.kind not in possible(case):
        raise conflict(session, case)
    if told.kind is ErrandKind.HANDED:
        check_free(session, case_id, by=by.id, at=at)
        give_back(session, case_id, by=by.id)
    to = next((one for one in recipients(session, case, but=by.id)[told.kind] if one.id == told.to), None)
    if to is None:
        raise NotForThem
    if before := _standing(session, case_id, told):
        if (before.given_by, before.given_to, before.words) == (by.id, to.id, words):
            return case
        if told.kind is ErrandKind.ASKED or not _may_hand_on(session, before, by, at):
            raise PutAlready(before.receiver.name, before.giver.name, before.given_at)
        session.delete(before)
        session.flush()
    session.add(CaseErrand(case_id=case_id, kind=told.kind, given_to=to.id, words=words, given_by=by.id, given_at=at))
    session.flush()
    said = {f"{told.kind}_words": ("", words)}
    write_line(session, EVENTS[told.kind], case, by=by, at=at, values=said, receiver=str(to.id))
    return case


def _may_hand_on(session: Session, before: CaseErrand, by: StaffMember, at: datetime) -> bool:
    if by.id in (before.given_by, before.given_to):
        return True
    return before.given_to in session.scalars(stands_in_for(by.id, office_date(at))).all()


def _standing(session: Session, case_id: UUID, told: Errand) -> CaseErrand | None:
    """What stands in the way: the case is handed over already, or something is asked of them already."""
    found = sa.select(CaseErrand).where(CaseErrand.case_id == case_id, CaseErrand.kind == told.kind)
    if told.kind is ErrandKind.ASKED:
        found = found.where(CaseErrand.given_to == told.to)
    return session.scalars(found.execution_options(populate_existing=True)).one_or_none()
