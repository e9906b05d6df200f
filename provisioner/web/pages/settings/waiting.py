"""A change that has to wait, because Keycloak does not confirm who asks: the page with everything typed."""

from flask import request
from werkzeug.exceptions import NotFound

from provisioner.administration.effects import GROUNDS
from provisioner.web.errors import Advice, show
from provisioner.web.gate.recheck import Unconfirmed
from provisioner.web.pages.case.decision.trouble import silence
from provisioner.web.pages.settings.blueprint import blueprint
from provisioner.web.pages.settings.grounds import ground_form
from provisioner.web.pages.settings.page import rule_page
from provisioner.web.words.database import Said


@blueprint.errorhandler(Unconfirmed)
def waits(error: Unconfirmed) -> tuple[str, int]:
    """The form it was sent from, or the page of its button."""
    said = silence(error.why)
    try:
        return _page(said), 503
    except NotFound:  # Inside a handler of errors nobody would turn it into a page.
        return show(Advice(*said)), 503


def _page(said: Said) -> str:
    typed, about = request.form.to_dict(), request.view_args or {}
    if request.endpoint == "settings.save":
        return rule_page(about["name"], typed, trouble=said)
    if request.endpoint in ("settings.add_ground", "settings.change_ground"):
        return ground_form(about.get("code", ""), {}, typed, trouble=said)
    return rule_page(about.get("name", GROUNDS), trouble=said)
