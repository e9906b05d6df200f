"""Deciding a case from its page, whatever it asks for: the use case decides, the page says what came of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, redirect, request
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from provisioner import decisions, staff
from provisioner.cases import (
    FasterColleague,
    NotApprovable,
    OwnEntry,
    ReasonMissing,
    TakenByColleague,
    UnknownCase,
    decide,
)
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.cases.taking.holding import has
from provisioner.cases.verdict import Verdict
from provisioner.staff.roles import Action
from provisioner.staff.tables import StaffMember
from provisioner.web.desk import desk
from provisioner.web.frame.flash import Said, tell
from provisioner.web.frame.revision import seen_revision
from provisioner.web.gate.access import myself, needs
from provisioner.web.gate.recheck import Unconfirmed
from provisioner.web.pages.case.decision.form import Trouble
from provisioner.web.pages.case.decision.said import ALREADY, DONE, FIELDS, WAITS
from provisioner.web.pages.case.decision.trouble import Unreadable, sent, sent_back, trouble_of, typed_reason
from provisioner.web.pages.turn import onward
from provisioner.web.pages.waiting import undo_at
from provisioner.web.words.dates import moment, to_the_second
from provisioner.web.words.translate import _

Answer = Response | tuple[str, int]
Decision = Callable[[Session, int, StaffMember], Said]
UseCase = Callable[..., Any]
FOR_A_REASON: Mapping[str, tuple[str, Action, CaseStatus]] = {
    "refuse": ("refuse", Action.REFUSE, CaseStatus.REFUSED),
    "send_back": ("return", Action.RETURN, CaseStatus.INCOMPLETE),
}
"""The decisions that only need a reason, by the name of their view: their address, the right, where they lead."""


@dataclass(frozen=True)
class Deciding:
    """The cases of one purpose: their page and its address, what else may stop a decision and how that is told."""

    kind: type[Case]
    page: Callable[[UUID, Trouble], str]
    address: Callable[[UUID], str]
    refusals: tuple[type[Exception], ...] = ()
    told: Callable[[Exception], tuple[Trouble, int]] = trouble_of

    def install(self, blueprint: Blueprint, path: str, subject: str, *, withdraw: UseCase | None = None) -> None:
        """Register the decisions that only need a reason, and the withdrawal, by this purpose's own use case."""
        for name, (verb, action, wanted) in FOR_A_REASON.items():
            view = self._view(subject, partial(self._for_a_reason, wanted=wanted))
            blueprint.add_url_rule(f"{path}/{verb}", name, needs(action)(view), methods=["POST"])
        noted = partial(self._withdrawn, use_case=withdraw or partial(_of_kind, decide.withdraw, self.kind))
        view = needs(Action.WITHDRAW)(self._view(subject, noted))
        blueprint.add_url_rule(f"{path}/withdraw", "withdraw", view, methods=["POST"])
        blueprint.register_error_handler(Unconfirmed, self._waiting(subject))

    def _waiting(self, subject: str) -> Callable[[Unconfirmed], tuple[str, int]]:
        """Answers a decision that has to wait for Keycloak with the page it was sent from, and everything typed."""

        def waits(error: Unconfirmed) -> tuple[str, int]:
            case = (request.view_args or {}).get(subject)
            return sent_back(error, lambda said: self.page(case, Trouble(*said, typed=sent())) if case else abort(404))

        return waits

    def _view(self, subject: str, answer: Callable[[UUID], Answer]) -> Callable[..., Answer]:
        def view(**ids: UUID) -> Answer:
            return answer(ids[subject])

        return view

    def _for_a_reason(self, case_id: UUID, wanted: CaseStatus) -> Answer:
        return self.give(case_id, wanted, lambda _db, found: str(DONE[wanted]) % {"number": found.number})

    def _withdrawn(self, case_id: UUID, use_case: UseCase) -> Answer:
        def decision(db: Session, revision: int, by: StaffMember) -> Said:
            reason = typed_reason(FIELDS[CaseStatus.WITHDRAWN])
            found = use_case(db, case_id, revision=revision, reason=reason, by=by, at=desk().clock())
            return Said(str(DONE[CaseStatus.WITHDRAWN]) % {"number": found.number})

        return self.decide(case_id, decision, CaseStatus.WITHDRAWN)

    def give(self, case_id: UUID, wanted: CaseStatus, said: Callable[[Session, Any], str]) -> Answer:
        """Decide so, for the reason typed where one is; `said` tells what came of it where it counts at once."""

        def decision(db: Session, revision: int, by: StaffMember) -> Said:
            reason = typed_reason(FIELDS[wanted]) if wanted in FIELDS else ""
            verdict = Verdict(wanted, revision, reason)
            given = decisions.give(db, self.kind, case_id, verdict, by=by, at=desk().clock())
            if given.until is None:
                return Said(said(db, given.came))
            told = {"number": given.case.number, "time": to_the_second(given.until)}
            return Said(str(WAITS[wanted]) % told, undo=undo_at(case_id))

        return self.decide(case_id, decision, wanted)

    def decide(self, case_id: UUID, decision: Decision, wanted: CaseStatus) -> Answer:
        """Take the decision, which leads to `wanted`, and say so; or show the page with what stopped it.

        Whoever had the case in hand goes on with the next one.
        """
        in_hand = False
        try:
            with desk().database.transaction() as db:
                in_hand = has(db, case_id, by=myself().id, at=desk().clock())
                said = decision(db, seen_revision(), staff.member(db, myself().id))
        except UnknownCase:
            abort(404)
        except FasterColleague as error:
            if not (error.status is wanted and self._done_already(case_id, wanted)):
                return self._refused(case_id, error)
            # The second half of a double click: what was wanted is done.
            said = Said(str(ALREADY[wanted]) % {"when": moment(error.at) if error.at else ""})
        except self._stopping as error:
            return self._refused(case_id, error)
        if not in_hand:
            # Where it can be taken back, the page of the case itself says so.
            tell(said.text)
            return redirect(self.address(case_id), 303)
        # The next one opens: the letter and how to reach the customer are on the page of this one.
        tell(said.text, self.address(case_id), _("Open the case"), undo=said.undo)
        return redirect(onward(case_id), 303)

    @property
    def _stopping(self) -> tuple[type[Exception], ...]:
        return (Unreadable, OwnEntry, TakenByColleague, NotApprovable, ReasonMissing, OperationalError, *self.refusals)

    def _done_already(self, case_id: UUID, wanted: CaseStatus) -> bool:
        """Whether this very decision, for this very reason, was mine; another reason must not be swallowed."""
        with desk().database.reading() as db:
            found = db.get(self.kind, case_id)
        if found is None:
            return False
        kept = found.missing if wanted is CaseStatus.INCOMPLETE else found.decision_reason
        by, why = (found.waiting.decided_by, found.waiting.reason) if found.waiting else (found.decided_by, kept)
        return by == myself().id and (wanted not in FIELDS or typed_reason(FIELDS[wanted]).strip() == why)

    def _refused(self, case_id: UUID, error: Exception) -> tuple[str, int]:
        trouble, status = self.told(noted(case_id, error))
        return self.page(case_id, trouble), status


def _of_kind(use_case: UseCase, kind: type[Case], db: Session, case_id: UUID, **told: Any) -> Case:
    found: Case = use_case(db, kind, case_id, **told)
    return found


def noted(case_id: UUID, error: Exception) -> Exception:
    """The same error, or the database's where it could not be noted that somebody tried their own entry."""
    if isinstance(error, OwnEntry):
        try:
            note_own_entry(case_id)
        except OperationalError as silent:
            return silent
    return error


def note_own_entry(case_id: UUID) -> None:
    """Write down that somebody tried to decide on their own entry."""
    parts = desk()
    with parts.database.transaction() as db:
        staff.own_entry_refused(db, case_id, by=myself().id, at=parts.clock())
