"""Approving many clean applications: which ones, a page on which each is compared, and what became of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from flask import Blueprint, render_template, request
from sqlalchemy.exc import OperationalError

from provisioner import accounts, decisions, staff
from provisioner.applications.tables import Application
from provisioner.cases import UnknownCase
from provisioner.cases.status import CaseStatus
from provisioner.cases.verdict import Verdict
from provisioner.decisions.doors import STOPS
from provisioner.decisions.many import MOST, all_clean, chosen
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.errors import committed
from provisioner.web.frame.ticked import ticked
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages import looks
from provisioner.web.pages.case.decision.deciding import noted
from provisioner.web.pages.case.decision.trouble import trouble_of
from provisioner.web.pages.queue.filters import wanted
from provisioner.web.pages.waiting import waits
from provisioner.web.words.dates import short_day
from provisioner.web.words.terms import word
from provisioner.web.words.translate import _, ngettext

blueprint = Blueprint("many", __name__)
CASE, ALL = "case-", "all"
"""How the field of a case begins, and the button for all of them."""


@dataclass(frozen=True)
class Row:
    """One application with what an approval creates, as it is compared with the paper."""

    id: UUID
    revision: int
    number: str
    customer: str
    customer_number: str
    login: str
    email: str
    due: str


@dataclass(frozen=True)
class Result:
    """What became of one application, read back: approved, or why not; `undo` takes a decision back that waits."""

    id: UUID
    number: str
    customer: str
    done: bool
    said: str
    undo: str


@blueprint.post("/queue/check")
@needs(Action.APPROVE)
def check() -> str:
    """Each of the chosen applications, or of all that can be approved, to be compared; each of them is looked at."""
    parts, by = desk(), myself().id
    sent = _sent()
    with parts.database.reading() as db:
        if ALL in request.form:
            found = all_clean(db, wanted(request.form, decides=by), by=by, at=parts.clock())
        else:
            found = chosen(db, sent, by=by, at=parts.clock())
        listed = [_row(one) for one in found]
    looks.note_all_when_sent([one.id for one in listed], by)
    left = 0 if ALL in request.form else len(sent) - len(listed)
    return render_template(
        "queue/many.html",
        rows=listed,
        most=MOST if len(listed) == MOST else 0,
        left=ngettext("%(num)d chosen case is left out: it cannot be approved now.",
                      "%(num)d chosen cases are left out: they cannot be approved now.", left) if left else "",
        button=ngettext("Approve %(num)d application", "Approve %(num)d applications", len(listed)),
    )  # fmt: skip


@blueprint.post("/queue/approve")
@needs(Action.APPROVE)
def approve() -> str:
    """Approve what the page showed, each in a transaction of its own: what stops one stops no other."""
    stopped: dict[UUID, str] = {}
    shown = dict(list(_sent().items())[:MOST])
    for case_id, revision in shown.items():
        try:
            _approve(case_id, revision)
        except (*STOPS, accounts.Busy, OperationalError) as error:
            trouble, _status = trouble_of(noted(case_id, error))
            stopped[case_id] = f"{trouble.title}: {trouble.text}"
        except UnknownCase:
            stopped[case_id] = _("The case is erased.")
    results = _read_back(list(shown), stopped)
    return render_template(
        "queue/many_done.html", results=results, said=_said(results), all_done=all(one.done for one in results)
    )


def _said(results: Sequence[Result]) -> str:
    done = sum(one.done for one in results)
    if any(one.undo for one in results):
        return ngettext("%(num)d approval can still be undone", "%(num)d approvals can still be undone", done)
    return ngettext("%(num)d application approved", "%(num)d applications approved", done)


def _approve(case_id: UUID, revision: int) -> None:
    parts = desk()
    with parts.database.transaction() as db:
        by = staff.member(db, myself().id)
        verdict = Verdict(CaseStatus.APPROVED, revision)
        decisions.give(db, Application, case_id, verdict, by=by, at=parts.clock())
    committed()


def _read_back(ids: Sequence[UUID], stopped: dict[UUID, str]) -> list[Result]:
    with desk().database.reading() as db:
        found = db.scalars(sa.select(Application).where(Application.id.in_(ids)).order_by(Application.number))
        return [_result(one, stopped.get(one.id, "")) for one in found]


def _result(one: Application, why: str) -> Result:
    waiting = waits(one, myself())
    if waiting and not waiting.lapsed:
        said = f"{waiting.verdict}. {waiting.said}"
        return Result(one.id, one.number, one.display_name, bool(waiting.undo), said, waiting.undo)
    done = one.status is CaseStatus.APPROVED and one.decided_by == myself().id
    return Result(one.id, one.number, one.display_name, done, word(one.status) if done else why, "")


def _row(one: Application) -> Row:
    return Row(
        one.id, one.revision, one.number, one.display_name, one.customer_number, one.reserved_login, one.email,
        short_day(one.due_last),
    )  # fmt: skip


def _sent() -> dict[UUID, int]:
    """The cases that were ticked, each with the revision in which the page showed it; what is neither is left out."""
    return {one: int(shown[:9]) for one, shown in ticked(request.form, CASE).items() if shown[:9].isdecimal()}
