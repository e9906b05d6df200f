"""An edition as the paper to print, in either language, for whoever hands it out."""

from flask import Response, abort

from provisioner import forms, office
from provisioner.applications.paper import asked
from provisioner.letters import NotPrintable
from provisioner.mail.language import Language
from provisioner.staff.roles import Action
from provisioner.web.desk import desk
from provisioner.web.errors import Advice, show
from provisioner.web.gate.access import needs
from provisioner.web.pages.editions.blueprint import blueprint
from provisioner.web.words.paper.printed_form import printed_form
from provisioner.web.words.sheets import sheet
from provisioner.web.words.translate import _


@blueprint.get("/forms/<int:edition_id>/<any(pl,en):language>.pdf")
@needs(Action.READ)
def pdf(edition_id: int, language: str) -> Response | tuple[str, int]:
    """The empty form."""
    parts = desk()
    with parts.database.reading() as db:
        one = forms.edition(db, edition_id) or abort(404)
        form = printed_form(one, Language(language), dated=one.valid_from, asked=asked(office.rules(db)))
    try:
        return sheet(parts.press.form(form), f"{one.code}-{language}")
    except NotPrintable:
        text = _(
            "It holds a character that our fonts do not have. A new edition without it can be begun from this one."
        )
        return show(Advice(_("This cannot be printed"), text)), 409
