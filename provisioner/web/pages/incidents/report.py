"""Login details went to the wrong person: one page that says what will happen, one button that does it."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from provisioner import accounts, incidents, office, staff
from provisioner.entry.reasons import ReasonMissing
from provisioner.incidents.rules import disclosed
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.errors import note_silence
from provisioner.web.frame.flash import tell
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages import looks
from provisioner.web.pages.case.account.asking import account_of
from provisioner.web.pages.case.decision.trouble import Unreadable, trouble_of, typed_reason
from provisioner.web.pages.incidents.blueprint import blueprint
from provisioner.web.words.database import not_saved
from provisioner.web.words.terms import word
from provisioner.web.words.translate import _

Answer = str | Response | tuple[str, int]
WHAT = "incident_what"


@blueprint.get("/applications/<uuid:application_id>/wrong-person")
@needs(Action.OPEN_INCIDENT)
def ask(application_id: UUID) -> Answer:
    """What the button will do; where there is nothing to do, the case says why."""
    with desk().database.reading() as db:
        if not incidents.reportable_now(db, account_of(db, application_id)):
            return redirect(url_for("case.show", application_id=application_id), 303)
    return _page(application_id)


@blueprint.post("/applications/<uuid:application_id>/wrong-person")
@needs(Action.OPEN_INCIDENT)
def report(application_id: UUID) -> Answer:
    """Block the account, let its password die and note the incident."""
    parts = desk()
    try:
        what = typed_reason(WHAT).strip() or _("Login details went to the wrong person.")
        with parts.database.transaction() as db:
            by = staff.member(db, myself().id)
            incidents.open_incident(db, application_id, what=what, by=by, at=parts.clock())
    except (accounts.NothingToDo, accounts.Busy) as error:
        with parts.database.reading() as db:
            mine = incidents.opened_by(db, application_id, myself().id)
        if not mine:
            return _stopped(application_id, error)
        # The second half of a double click: what was wanted is done.
    except (ReasonMissing, Unreadable) as error:
        return _stopped(application_id, error)
    except OperationalError as silent:
        note_silence(silent)
        return _page(application_id, not_saved(silent)), 503
    tell(_("The incident is noted and the account is being blocked; no password that was mailed works again."))
    return redirect(url_for("case.show", application_id=application_id), 303)


def _stopped(application_id: UUID, error: Exception) -> Answer:
    trouble, status = trouble_of(error)
    return _page(application_id, (trouble.title, trouble.text), wrong=trouble.control == WHAT), status


def _page(application_id: UUID, trouble: tuple[str, str] | None = None, *, wrong: bool = False) -> str:
    with desk().database.reading() as db:
        account, rules = account_of(db, application_id), office.rules(db)
    looks.note_when_sent(application_id, myself().id)
    return render_template(
        "incidents/report.html",
        account=account,
        read=", ".join(word(one) for one in disclosed(rules.mail_basic_data)),
        hours=rules.breach_hours,
        typed=request.form.get(WHAT, ""),
        trouble=trouble,
        wrong=wrong,
    )
