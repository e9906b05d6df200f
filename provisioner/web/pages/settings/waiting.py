"""A change that has to wait, because Keycloak does not confirm who asks: the page with everything typed."""

from flask import request

from provisioner.administration.effects import GROUNDS
from provisioner.web.gate.recheck import Unconfirmed
from provisioner.web.pages.case.decision.trouble import sent_back
from provisioner.web.pages.settings.blueprint import blueprint
from provisioner.web.pages.settings.grounds import ground_form
from provisioner.web.pages.settings.page import rule_page
from provisioner.web.words.database import Said


@blueprint.errorhandler(Unconfirmed)
def waits(error: Unconfirmed) -> tuple[str, int]:
    """The form it was sent from, or the page of its button."""
    return sent_back(error, _page)


def _page(said: Said) -> str:
    typed, about = request.form.to_dict(), request.view_args or {}
    if request.endpoint == "settings.save":
        return rule_page(about["name"], typed, trouble=said)
    if request.endpoint in ("settings.add_ground", "settings.change_ground"):
        return ground_form(about.get("code", ""), {}, typed, trouble=said)
    return rule_page(about.get("name", GROUNDS), trouble=said)
