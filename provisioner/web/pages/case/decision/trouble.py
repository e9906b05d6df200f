"""What stopped a decision: in words, with the status of the answer and everything that was typed."""

from collections.abc import Callable
from uuid import UUID

from flask import Flask, abort, request
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import NotFound

from provisioner.accounts import (
    AddressUnchecked,
    ApproversOnly,
    Busy,
    GroundMissing,
    MandateOver,
    NothingToDo,
    OtherOwner,
    TooManyToday,
)
from provisioner.accounts.mandates import entry as mandate
from provisioner.applications import NotTheSame
from provisioner.cases import FasterColleague, NotApprovable, OwnEntry, TakenByColleague
from provisioner.cases.emergency.asking import OthersPresent
from provisioner.corrections import AlreadyProposed
from provisioner.entry.reader import EntryProblems, Problem
from provisioner.entry.texts import readable, visible
from provisioner.web.errors import Advice, note_silence, wait
from provisioner.web.gate.access import myself
from provisioner.web.gate.recheck import Unconfirmed
from provisioner.web.gate.staff_realm import KeycloakSilent
from provisioner.web.pages.case.account.password import too_many
from provisioner.web.pages.case.decision.form import Trouble
from provisioner.web.pages.case.decision.forms import ADDRESS_CHECKED, MANDATE_FIRST
from provisioner.web.pages.case.page import case_page
from provisioner.web.pages.case.same import SAME_AS
from provisioner.web.words.database import Said, not_changed
from provisioner.web.words.dates import clock_time
from provisioner.web.words.messages import message
from provisioner.web.words.paper.hindrances import hindrance
from provisioner.web.words.standing import changed
from provisioner.web.words.translate import _
from provisioner.web.words.typed import REASONS

TICKED = "compared"
"""The tick beside a proposed correction."""
CHOICES = ("block_ground", SAME_AS, TICKED, mandate.KIND, mandate.ENDLESS, ADDRESS_CHECKED)


class Unreadable(Exception):
    """A reason holds characters nobody can read; the text is the name of its field."""


def typed_reason(field: str) -> str:
    """The reason typed into a field. Raises Unreadable."""
    text = visible(request.form.get(field, ""))
    if readable(text):
        raise Unreadable(field)
    return text


def sent() -> dict[str, str]:
    """What was typed, chosen and ticked in a form of the case page, as it was sent."""
    return {name: request.form.get(name, "") for name in (*REASONS, *CHOICES)}


def trouble_of(error: Exception) -> tuple[Trouble, int]:
    """The words and the status for what stopped a decision."""
    typed = sent()
    if isinstance(error, FasterColleague):
        text = changed(error)
        mine = _("You have changed this case meanwhile; your click changed nothing")
        theirs = _("A colleague was faster; your click changed nothing")
        return Trouble(mine if error.who == myself().name else theirs, text, typed=typed), 409
    if isinstance(error, OthersPresent):
        text = _("At the desk now: %(names)s. Ask them.", names=", ".join(error.names))
        return Trouble(_("This is no emergency: somebody else can decide"), text, typed=typed), 409
    if isinstance(error, OwnEntry):
        text = _("Whoever recorded or completed an application may not decide it. Ask another approver.")
        return Trouble(_("This is your own entry"), text, typed=typed), 403
    if isinstance(error, TakenByColleague):
        text = _(
            "%(who)s has it in hand until %(time)s at the latest. Ask for it to be given back, or wait.",
            who=error.who, time=clock_time(error.until),
        )  # fmt: skip
        return Trouble(_("A colleague has this case in hand; your click changed nothing"), text, typed=typed), 409
    if isinstance(error, NotApprovable):
        reasons = ", ".join(hindrance(found) for found in error.hindrances)
        return Trouble(_("Approving is impossible"), reasons, typed=typed), 409
    if isinstance(error, ApproversOnly):
        text = _("In this office only approvers have a new password sent. Ask one of them.")
        return Trouble(_("Your click changed nothing"), text, typed=typed), 403
    if isinstance(error, NothingToDo | Busy | OtherOwner | MandateOver | TooManyToday):
        return Trouble(_("Your click changed nothing"), _late(error), typed=typed), 409
    if isinstance(error, AlreadyProposed):
        text = _("A proposal for this account waits already: it is confirmed or rejected first.")
        return Trouble(_("Your click changed nothing"), text, typed=typed), 409
    if isinstance(error, GroundMissing):
        return Trouble(_("Nothing is changed yet"), _("Choose the ground of the block"), "block_ground", typed), 400
    if isinstance(error, NotTheSame):
        text = _("Choose the case that goes on as this application")
        return Trouble(_("Nothing is changed yet"), text, SAME_AS, typed), 400
    if isinstance(error, AddressUnchecked):
        text = _("Say whose the address is; if it is that of whoever acted before, correct it instead")
        return Trouble(_("Nothing is changed yet"), text, ADDRESS_CHECKED, typed), 400
    if isinstance(error, EntryProblems):
        (first, text), *more = [(one.field, message(one)) for one in error.problems]
        return Trouble(_("Nothing is changed yet"), text, first, typed, more), 400
    if isinstance(error, KeycloakSilent | OperationalError):
        return Trouble(*silence(error), typed=typed), 503
    if isinstance(error, Unreadable):
        field = str(error)
        return Trouble(_("Nothing is changed yet"), message(Problem(field, "unreadable")), field, typed), 400
    field = next((name for name in REASONS if name in request.form), "")
    return Trouble(_("Nothing is changed yet"), _("Write a reason of at most 2,000 characters"), field, typed), 400


def stopped(application_id: UUID, error: Exception) -> tuple[str, int]:
    """The case page with what stopped the decision and everything that was typed."""
    trouble, status = trouble_of(error)
    return case_page(application_id, trouble), status


def _late(error: Exception) -> str:
    if isinstance(error, TooManyToday):
        return too_many(error.most, error.again)
    if isinstance(error, MandateOver):
        return str(MANDATE_FIRST)
    if isinstance(error, OtherOwner):
        return _(
            "An account of this customer number bears another name by now. Block or end that one first: nobody may "
            "read another's invoices."
        )
    if isinstance(error, Busy):
        return _("The system is working on this account right now. Try again in a minute.")
    return _("The account's state has changed meanwhile; see below.")


def silence(error: KeycloakSilent | OperationalError) -> tuple[str, str]:
    """What is said where Keycloak or the database gives no answer to a decision."""
    if isinstance(error, KeycloakSilent):
        return (
            _("Nothing is changed: the login server (Keycloak) does not answer"),
            _(
                "Before each decision it must confirm that you may still decide. Everything typed is still here: send "
                "it again in a moment. Reading and recording go on meanwhile."
            ),
        )
    note_silence(error)
    return not_changed(error)


def install(app: Flask) -> None:
    """Answer a decision that has to wait with the page it was sent from."""
    app.register_error_handler(Unconfirmed, _waits)


def sent_back(error: Unconfirmed, page: Callable[[Said], str]) -> tuple[str, int]:
    """The page from which something was sent that has to wait; where there is none any more, the words alone."""
    said = silence(error.why)
    try:
        return page(said), 503
    except NotFound:  # Inside a handler of errors nobody would turn it into a page.
        return wait(Advice(*said))


def _waits(error: Unconfirmed) -> tuple[str, int]:
    case = (request.view_args or {}).get("application_id")
    return sent_back(error, lambda said: case_page(case, Trouble(*said, typed=sent())) if case else abort(404))
