"""What the list of emergencies shows to one person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from flask import request

from provisioner.cases.emergency.reviewing import REVIEW, VERDICT, Listed, may_review
from provisioner.cases.emergency.tables import ReviewOutcome
from provisioner.staff.roles import Action
from provisioner.web.gate.access import Me
from provisioner.web.words.choices import Option, chosen, options
from provisioner.web.words.dates import moment
from provisioner.web.words.terms import word


@dataclass(frozen=True)
class Tried:
    """The case whose review could not be noted, and what is wrong with it by field."""

    case_id: UUID
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def links(self) -> list[tuple[str, str]]:
        """The summary: id of the control, message."""
        return [(f"{name}-{self.case_id}", text) for name, text in self.errors.items()]


@dataclass(frozen=True)
class WaitingRow:
    """One approval that waits; with a form for whoever may review it."""

    id: UUID
    number: str
    customer: str
    who: str
    when: str
    reason: str
    reviewable: bool
    verdicts: Sequence[Option]
    typed: str
    errors: Mapping[str, str]


@dataclass(frozen=True)
class DoneRow:
    """One that was reviewed."""

    id: UUID
    number: str
    customer: str
    who: str
    verdict: str
    objected: bool
    reviewer: str
    words: str


def waiting_row(one: Listed, person: Me, tried: Tried | None) -> WaitingRow:
    """What waits, with what this person has just typed for it."""
    mine = tried is not None and tried.case_id == one.case.id
    used = one.approval.used_at
    return WaitingRow(
        id=one.case.id,
        number=one.case.number,
        customer=one.case.display_name,
        who=one.approval.asker.name,
        when=moment(used) if used else "",
        reason=one.approval.reason,
        reviewable=person.may(Action.REVIEW_EMERGENCY) and may_review(one.case, person.id),
        verdicts=options(ReviewOutcome, chosen(ReviewOutcome, request.form.get(VERDICT)) if mine else None),
        typed=request.form.get(REVIEW, "") if mine else "",
        errors=tried.errors if tried and mine else {},
    )


def done_row(one: Listed) -> DoneRow:
    """What was reviewed, by whom and with which words."""
    by, verdict, at = one.approval.reviewer, one.approval.verdict, one.approval.reviewed_at
    return DoneRow(
        id=one.case.id,
        number=one.case.number,
        customer=one.case.display_name,
        who=one.approval.asker.name,
        verdict=word(verdict) if verdict else "",
        objected=verdict is ReviewOutcome.OBJECTED,
        reviewer=", ".join((by.name if by else "", moment(at) if at else "")),
        words=one.approval.review,
    )
