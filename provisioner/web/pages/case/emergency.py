"""What a case page says of approving an own entry in an emergency: that it was done, the way to it, until when."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import url_for

from provisioner.cases.emergency.asking import VALID, may_ask, stands
from provisioner.cases.emergency.tables import EmergencyApproval
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.office import OfficeRules
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.gate.access import Me
from provisioner.web.words.dates import clock_time
from provisioner.web.words.terms import word
from provisioner.web.words.translate import _


@dataclass(frozen=True)
class Emergency:
    """Of a case approved so what its `review` has found or waits for; before that where to ask for it, or `until` when
    one may; else empty texts.
    """

    review: str
    ask_at: str
    until: str


def emergency(one: Case, person: Me, rules: OfficeRules) -> Emergency:
    """What is said to this person."""
    word_given = one.emergency
    if word_given is not None and word_given.used_at is not None:
        return Emergency(review_of(word_given), "", "")
    waits = one.status is CaseStatus.RECORDED and not one.stands_still and person.may(Action.APPROVE)
    if not waits or not may_ask(one, person.id, rules) or one.hindrances(desk().today()):
        return Emergency("", "", "")
    if word_given is not None and _stands(one, person.id):
        return Emergency("", "", _until(word_given.asked_at))
    return Emergency("", url_for("emergency.show", case_id=one.id), "")


def barred(one: Case, person: Me, rules: OfficeRules) -> bool:
    """Whether this person may not approve it because it is an own entry."""
    own = rules.four_eyes and one.is_own_of(person.id)
    return own and not (rules.emergency_approval and _stands(one, person.id))


def review_of(approval: EmergencyApproval) -> str:
    """What the review has found, where there was one."""
    if approval.verdict:
        return _("Review: %(verdict)s", verdict=word(approval.verdict))
    return _("Waits for review")


def _stands(one: Case, by: UUID) -> bool:
    return stands(one, by, desk().clock())


def _until(asked_at: datetime) -> str:
    return _(
        "You may approve your own entry until %(time)s: approving is the second confirmation, and another approver "
        "reviews it.",
        time=clock_time(asked_at + VALID),
    )
