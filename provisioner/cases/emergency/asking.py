"""Somebody says beforehand why they approve their own entry; only then, and only for a while, they can (P6)."""

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner import journal, office
from provisioner.cases.emergency.tables import EmergencyApproval
from provisioner.cases.errors import OwnEntry
from provisioner.cases.locking import lock_case
from provisioner.cases.moves import OBJECT
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.entry.reasons import given
from provisioner.journal import Event
from provisioner.office import OfficeRules
from provisioner.staff.presence import present
from provisioner.staff.roles import Action
from provisioner.staff.tables import StaffMember

REASON = "emergency_reason"
VALID = timedelta(minutes=15)
"""So long the word counts; after that it has to be given again."""
EMERGENCY = "emergency"
"""What such a case keeps as the mark of one pair of eyes; the words stand in the approval's own row."""


class NoEmergency(Exception):
    """The office does not allow it, the case does not wait for approval, or anybody may approve it anyway."""


class OthersPresent(OwnEntry):
    """An own entry, and another approver is at the desk; `names` says who."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(len(names))
        self.names = names


def ask(session: Session, case_id: UUID, *, revision: int, reason: str, by: StaffMember, at: datetime) -> None:
    """Give the word to approve an own entry, as it was seen.

    Raises ReasonMissing, UnknownCase, NoEmergency, OthersPresent.
    """
    why = given(reason)
    lock_case(session, case_id)
    one = session.get_one(Case, case_id, populate_existing=True)
    rules = office.rules(session)
    open_ = one.status is CaseStatus.RECORDED and not one.stands_still
    if not open_ or one.revision != revision or not may_ask(one, by.id, rules):
        raise NoEmergency
    _alone(session, one, by, at)
    word = session.get(EmergencyApproval, case_id) or EmergencyApproval(case_id=case_id)
    word.revision, word.reason, word.asked_by, word.asked_at = revision, why, by.id, at
    session.add(word)
    session.flush()
    journal.record(
        session, Event.EMERGENCY_ASKED, at=at, actor=journal.staff(by.id), object_type=OBJECT, object_id=case_id,
        values={REASON: ("", why)},
    )  # fmt: skip


def may_ask(case: Case, by: UUID, rules: OfficeRules) -> bool:
    """Whether this person needs, and the office allows, such a word for this case."""
    return rules.emergency_approval and rules.four_eyes and case.is_own_of(by)


def stands(case: Case, by: UUID, at: datetime) -> bool:
    """Whether this person has given the word for the case as it is, lately."""
    word = case.emergency
    return (
        word is not None and word.used_at is None and (word.asked_by, word.revision) == (by, case.revision)
        and (word.decided_at is not None or word.asked_at > at - VALID)
    )  # fmt: skip


def keep(session: Session, case: Case, revision: int, by: StaffMember, at: datetime) -> None:
    """An approval that was given on the word waits from now on: the word counts for it, however long that takes.

    `revision` is the case as it was seen.
    """
    word = EmergencyApproval
    lately = (word.case_id == case.id, word.asked_by == by.id, word.revision == revision, word.asked_at > at - VALID)
    _write(session, sa.and_(*lately), decided_at=at, revision=case.revision)


def let_go(session: Session, case_id: UUID) -> None:
    """That approval was taken back, or could not be applied."""
    _write(session, EmergencyApproval.case_id == case_id, decided_at=None)


def use(session: Session, case: Case, by: StaffMember, at: datetime) -> bool:
    """Use up the word that stands for approving this case; False where none does. Raises OthersPresent."""
    if not (may_ask(case, by.id, office.rules(session)) and stands(case, by.id, at)):
        return False
    if case.emergency and case.emergency.decided_at is None:
        _alone(session, case, by, at)
    _write(session, EmergencyApproval.case_id == case.id, used_at=at)
    return True


def _write(session: Session, which: sa.ColumnElement[bool], **values: object) -> None:
    session.execute(sa.update(EmergencyApproval).where(which, EmergencyApproval.used_at.is_(None)).values(**values))


def _alone(session: Session, case: Case, by: StaffMember, at: datetime) -> None:
    """Somebody else who keyed in or changed the case may not decide it either."""
    involved = {by.id, *(editor.staff_id for editor in case.editors)}
    if others := present(session, Action.APPROVE, but=involved, at=at):
        raise OthersPresent(others)
