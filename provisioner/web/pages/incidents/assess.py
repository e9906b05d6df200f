"""One incident: what is known of it, its assessment and its end."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from provisioner import incidents, staff
from provisioner.entry.reader import Problem
from provisioner.entry.reasons import ReasonMissing
from provisioner.incidents.assess import ASSESSABLE, find
from provisioner.incidents.entry import read_assessment
from provisioner.incidents.rules import IncidentStatus
from provisioner.incidents.tables import Incident
from provisioner.office.time import office_date
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.errors import note_silence
from provisioner.web.frame.flash import tell
from provisioner.web.frame.revision import seen_revision
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages import looks
from provisioner.web.pages.case.decision.trouble import Unreadable, trouble_of, typed_reason
from provisioner.web.pages.incidents.blueprint import blueprint
from provisioner.web.pages.incidents.form import assessment_form, cells
from provisioner.web.pages.incidents.view import view
from provisioner.web.pages.intake.form import show_problems
from provisioner.web.words.database import Said, not_saved
from provisioner.web.words.dates import moment
from provisioner.web.words.terms import word
from provisioner.web.words.translate import _

Answer = Response | tuple[str, int]


@blueprint.get("/incidents/<uuid:incident_id>")
@needs(Action.READ_INCIDENTS)
def show(incident_id: UUID) -> str:
    """The incident with what can be done about it."""
    found = _incident(incident_id)
    return _page(found, assessment_form(found))


@blueprint.post("/incidents/<uuid:incident_id>/assess")
@needs(Action.ASSESS_INCIDENT)
def assess(incident_id: UUID) -> Answer:
    """Note how grave it is and who was told."""
    parts, found, form = desk(), _incident(incident_id), assessment_form()
    try:
        told = read_assessment(
            request.form, today=parts.today(), due=office_date(found.due_at), opened=office_date(found.opened_at)
        )
        with parts.database.transaction() as db:
            by = staff.member(db, myself().id)
            incidents.assess(db, incident_id, told, revision=seen_revision(), by=by, at=parts.clock())
    except incidents.AssessmentProblems as error:
        return _page(found, form, error.problems), 400
    except incidents.ChangedMeanwhile as error:
        return _page(_incident(incident_id), form, trouble=_faster(error)), 409
    except OperationalError as silent:
        note_silence(silent)
        return _page(found, form, trouble=not_saved(silent)), 503
    tell(_("The assessment is saved."))
    return redirect(url_for("incidents.show", incident_id=incident_id), 303)


@blueprint.post("/incidents/<uuid:incident_id>/close")
@needs(Action.ASSESS_INCIDENT)
def close(incident_id: UUID) -> Answer:
    """End an assessed incident."""
    parts, found = desk(), _incident(incident_id)
    try:
        measures = typed_reason("measures")
        with parts.database.transaction() as db:
            by = staff.member(db, myself().id)
            incidents.close(db, incident_id, revision=seen_revision(), measures=measures, by=by, at=parts.clock())
    except incidents.ChangedMeanwhile as error:
        found = _incident(incident_id)
        return _page(found, assessment_form(found), trouble=_faster(error)), 409
    except (ReasonMissing, Unreadable, OperationalError) as error:
        trouble, status = trouble_of(error)
        wrong = trouble.text if trouble.control == "measures" else ""
        return _page(found, assessment_form(found), trouble=(trouble.title, trouble.text), wrong=wrong), status
    tell(_("The incident is closed."))
    return redirect(url_for("incidents.show", incident_id=incident_id), 303)


def _incident(incident_id: UUID) -> Incident:
    with desk().database.reading() as db:
        try:
            return find(db, incident_id)
        except incidents.NoSuchIncident:
            abort(404)


def _faster(error: incidents.ChangedMeanwhile) -> Said:
    when = moment(error.at) if error.at else ""
    text = _("%(who)s changed it %(when)s. State now: %(state)s.", who=error.who, when=when, state=word(error.status))
    return _("A colleague was faster; your click changed nothing"), text


def _page(
    found: Incident, form: Any, problems: Sequence[Problem] = (), *, trouble: Said | None = None, wrong: str = ""
) -> str:
    may = myself().may(Action.ASSESS_INCIDENT)
    looks.note_when_sent(found.account.case_id, myself().id)
    return render_template(
        "incidents/page.html",
        one=view(found, desk().clock()),
        form=form,
        cells=cells(form),
        links=show_problems(form, problems),
        trouble=trouble,
        assessable=may and found.status in ASSESSABLE,
        closable=may and found.status is IncidentStatus.ASSESSED,
        measures=request.form.get("measures", ""),
        wrong=wrong,
    )
