"""Having the letter of a case sent by e-mail, where the mailbox has proved to be the customer's."""

from uuid import UUID

from flask import redirect, request, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from provisioner import post, staff
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.errors import note_silence
from provisioner.web.frame.flash import tell
from provisioner.web.gate.access import myself, needs
from provisioner.web.pages.post.blueprint import blueprint
from provisioner.web.pages.post.page import letters_page
from provisioner.web.words.database import not_changed
from provisioner.web.words.translate import _


@blueprint.post("/letters/mail/<uuid:case_id>")
@needs(Action.SEND_LETTERS)
def mail(case_id: UUID) -> Response | tuple[str, int]:
    """Have it sent; what stands against that is told above the letters that wait to be printed."""
    parts, compared = desk(), request.form.get("compared") == "yes"
    try:
        with parts.database.transaction() as db:
            post.mail(
                db, case_id, parts.branding, compared=compared, by=staff.member(db, myself().id), at=parts.clock()
            )
    except post.NothingOwed:
        return letters_page((_("Nothing is sent"), _("This case owes no letter any more."))), 409
    except post.LetterUnderWay:
        return letters_page(
            (_("Nothing is sent"), _("This letter waits to be sent already, or has left by e-mail."))
        ), 409
    except post.NotCompared:
        text = _("Compare the address with the mail by which the paper came, and tick it on the case before sending.")
        return letters_page((_("Nothing is sent"), text)), 400
    except post.NoAddress:
        text = _("No mailbox of this customer has proved to be theirs any more: print the letter.")
        return letters_page((_("Nothing is sent"), text)), 409
    except OperationalError as silent:
        note_silence(silent)
        return letters_page(not_changed(silent)), 503
    tell(_("The letter is about to leave by e-mail; the case says when it has."))
    return redirect(url_for("case.show", application_id=case_id), 303)
