"""One sealed answer of a case is shown, once, to somebody who has said why."""

from uuid import UUID

from flask import Blueprint, abort, redirect, request, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from provisioner import staff
from provisioner.cases import ReasonMissing, UnknownCase
from provisioner.cases.sealed import revealing
from provisioner.cases.sealed.keeping import NoKey, NotOpened
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.errors import committed
from provisioner.web.frame.flash import tell
from provisioner.web.frame.revision import sent_revision
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.case.decision.form import Trouble
from provisioner.web.pages.case.decision.trouble import Unreadable, stopped, typed_reason
from provisioner.web.pages.case.page import case_page
from provisioner.web.words.translate import _

blueprint = Blueprint("reveal", __name__)


@blueprint.post("/applications/<uuid:application_id>/reveal")
@needs(Action.REVEAL)
def show(application_id: UUID) -> Response | str | tuple[str, int]:
    """The case with this one answer in clear; the same page loaded again has it masked."""
    field = request.form.get("field", "")
    try:
        text = _revealed(application_id, field)
    except UnknownCase:
        abort(404)
    except (revealing.NothingSealed, revealing.RevealedMeanwhile):
        tell(_("Nothing is shown: the page was out of date. Ask again if it is still needed."))
        return redirect(url_for("case.show", application_id=application_id), 303)
    except revealing.TooManyRevealed:
        most = _("Within an hour %(most)s answers may be shown to one person.", most=revealing.MOST)
        return case_page(application_id, Trouble(_("Nothing is shown"), most)), 429
    except (NoKey, NotOpened):
        lost = _("It was sealed with another key, or its row was altered. Tell the operator the case number.")
        return case_page(application_id, Trouble(_("Nothing is shown"), lost)), 409
    except (ReasonMissing, Unreadable, OperationalError) as error:
        return stopped(application_id, error)
    committed()
    return case_page(application_id, revealed={field: text})


def _revealed(application_id: UUID, field: str) -> str:
    parts, reason = desk(), typed_reason(revealing.REASON)
    with parts.database.transaction() as db:
        return revealing.reveal(
            db, application_id, field, reason=reason, seen=sent_revision("seen") or 0,
            by=staff.member(db, myself().id), at=parts.clock(),
        )  # fmt: skip
