"""Deciding a case from its page, whatever it asks for: the use case decides, the page says what came of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, redirect, request
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from provisioner import staff
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
from provisioner.staff.roles import Action
from provisioner.staff.tables import StaffMember
from provisioner.web.desk import desk
from provisioner.web.errors import Advice, show
from provisioner.web.frame.flash import tell
from provisioner.web.frame.revision import seen_revision
from provisioner.web.gate.access import myself, needs
from provisioner.web.gate.recheck import Unconfirmed
from provisioner.web.pages.case.decision.form import Trouble
from provisioner.web.pages.case.decision.trouble import Unreadable, trouble_of, typed_reason
from provisioner.web.pages.turn import onward
from provisioner.web.words.dates import moment
from provisioner.web.words.translate import _, _l

Answer = Response | tuple[str, int]
Decision = Callable[[Session, int, StaffMember], str]
UseCase = Callable[..., Any]
FIELDS = {
    CaseStatus.REFUSED: "refuse_reason",
    CaseStatus.INCOMPLETE: "missing",
    CaseStatus.WITHDRAWN: "withdraw_reason",
}
"""Where the reason of each decision is typed."""
DONE = {
    CaseStatus.REFUSED: _l("Refused %(number)s. Tell the customer: the desk sends no message."),
    CaseStatus.INCOMPLETE: _l("%(number)s is returned as incomplete. Tell the customer: the desk sends no message."),
    CaseStatus.WITHDRAWN: _l("Withdrawn %(number)s."),
}
ALREADY = {
    CaseStatus.APPROVED: _l("Already approved (by you, %(when)s)."),
    CaseStatus.REFUSED: _l("Already refused (by you, %(when)s)."),
    CaseStatus.INCOMPLETE: _l("Already returned as incomplete (by you, %(when)s)."),
    CaseStatus.WITHDRAWN: _l("The withdrawal is already noted (by you, %(when)s)."),
}


FOR_A_REASON: Mapping[str, tuple[str, Action, CaseStatus, UseCase]] = {
    "refuse": ("refuse", Action.REFUSE, CaseStatus.REFUSED, decide.refuse),
    "withdraw": ("withdraw", Action.WITHDRAW, CaseStatus.WITHDRAWN, decide.withdraw),
    "send_back": ("return", Action.RETURN, CaseStatus.INCOMPLETE, decide.return_incomplete),
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

    def install(self, blueprint: Blueprint, path: str, subject: str, **own: UseCase) -> None:
        """Register the decisions that only need a reason; `own` are this purpose's use cases where more follows."""
        for name, (verb, action, wanted, plain) in FOR_A_REASON.items():
            view = self._view(subject, wanted, own.get(name) or partial(_of_kind, plain, self.kind))
            blueprint.add_url_rule(f"{path}/{verb}", name, needs(action)(view), methods=["POST"])

        blueprint.register_error_handler(Unconfirmed, self._waiting(subject))

    def _waiting(self, subject: str) -> Callable[[Unconfirmed], tuple[str, int]]:
        """Answers a decision that has to wait for Keycloak with the page it was sent from, and everything typed."""

        def waits(error: Unconfirmed) -> tuple[str, int]:
            trouble, status = trouble_of(error.why)
            try:
                return self.page((request.view_args or {})[subject], trouble), status
            except (KeyError, NotFound):
                return show(Advice(trouble.title, trouble.text)), status

        return waits

    def _view(self, subject: str, wanted: CaseStatus, use_case: UseCase) -> Callable[..., Answer]:
        def view(**ids: UUID) -> Answer:
            return self._for_a_reason(ids[subject], wanted, use_case)

        return view

    def _for_a_reason(self, case_id: UUID, wanted: CaseStatus, use_case: UseCase) -> Answer:

        def decision(db: Session, revision: int, by: StaffMember) -> str:
            name = "missing" if wanted is CaseStatus.INCOMPLETE else "reason"
            why = {name: typed_reason(FIELDS[wanted])}
            found = use_case(db, case_id, revision=revision, by=by, at=desk().clock(), **why)
            return str(DONE[wanted]) % {"number": found.number}

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
            said = str(ALREADY[wanted]) % {"when": moment(error.at) if error.at else ""}
        except self._stopping as error:
            return self._refused(case_id, error)
        if not in_hand:
            tell(said)
            return redirect(self.address(case_id), 303)
        # The next one opens: the letter and how to reach the customer are on the page of this one.
        tell(said, self.address(case_id), _("Open the case"))
        return redirect(onward(case_id), 303)

    @property
    def _stopping(self) -> tuple[type[Exception], ...]:
        return (Unreadable, OwnEntry, TakenByColleague, NotApprovable, ReasonMissing, OperationalError, *self.refusals)

    def _done_already(self, case_id: UUID, wanted: CaseStatus) -> bool:
        """Whether this very decision, for this very reason, was mine; another reason must not be swallowed."""
        with desk().database.reading() as db:
            found = db.get(self.kind, case_id)
        if found is None or found.decided_by != myself().id:
            return False
        kept = found.missing if wanted is CaseStatus.INCOMPLETE else found.decision_reason
        return wanted not in FIELDS or typed_reason(FIELDS[wanted]).strip() == kept

    def _refused(self, case_id: UUID, error: Exception) -> tuple[str, int]:
        if isinstance(error, OwnEntry):
            try:
                _note_own_entry(case_id)
            except OperationalError as silent:
                error = silent
        trouble, status = self.told(error)
        return self.page(case_id, trouble), status


def _of_kind(use_case: UseCase, kind: type[Case], db: Session, case_id: UUID, **told: Any) -> Case:
    found: Case = use_case(db, kind, case_id, **told)
    return found


def _note_own_entry(case_id: UUID) -> None:
    parts = desk()
    with parts.database.transaction() as db:
        staff.own_entry_refused(db, case_id, by=myself().id, at=parts.clock())
