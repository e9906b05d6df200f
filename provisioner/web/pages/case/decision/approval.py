"""A case to be approved: until when, what hinders, what approving does."""

from collections.abc import Sequence
from dataclasses import dataclass

from provisioner.applications.case import Case
from provisioner.applications.tables import Application
from provisioner.staff.roles import Action
from provisioner.web.gate.access import Me
from provisioner.web.pages.case.standing import approval_due
from provisioner.web.pages.turn import out_of_reach
from provisioner.web.words.dates import in_words
from provisioner.web.words.deadlines import days_left
from provisioner.web.words.paper.hindrances import hindrance
from provisioner.web.words.terms import tone
from provisioner.web.words.translate import _


@dataclass(frozen=True)
class ApprovalLead:
    """A case to be approved: until when, what hinders, what approving does and whether this person may."""

    tone: str
    sentence: str
    hindrances: Sequence[str]
    outcome: str
    approvable: bool


def approval_lead(found: Case, person: Me, *, own: bool) -> ApprovalLead:
    """Until when somebody has to approve, and what this person can do about it."""
    may = person.may(Action.APPROVE)
    complete = "" if found.hindrances else _("Nothing is missing.")
    return ApprovalLead(
        tone=tone(found.urgency),
        sentence=f"{_due(found)} {complete}".rstrip(),
        hindrances=[hindrance(reason) for reason in found.hindrances],
        outcome=_outcome(found.application, may=may, own=own),
        approvable=may and not own and not found.hindrances and not out_of_reach(found.application, person),
    )


def _due(found: Case) -> str:
    left = days_left(found.urgency, found.days_left)
    return approval_due(found.urgency, {"day": in_words(found.application.due_last), "left": left})


def _outcome(one: Application, *, may: bool, own: bool) -> str:
    if may and own:
        return _("You recorded or completed this application yourself, so somebody else has to decide on it.")
    # The address in full and nothing after it: whoever approves compares it with the paper.
    return _(
        "Once approved, the account %(login)s is created and the password goes to %(email)s",
        login=one.reserved_login,
        email=one.email,
    )
