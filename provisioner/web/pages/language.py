"""The switch in the header: the chosen language lasts as long as the session."""

from flask import Blueprint, redirect, request, session
from werkzeug.wrappers import Response

from provisioner.web.gate.local_address import local_address
from provisioner.web.gate.public import public
from provisioner.web.words.language import LANGUAGES

blueprint = Blueprint("language", __name__)


def of_session() -> str | None:
    """The language chosen in this session, if any."""
    return session.get("language") if session else None


@blueprint.post("/language")
@public
def choose() -> Response:
    """Switch the language and go back to the page."""
    wanted = request.form.get("language", "")
    if wanted in LANGUAGES:
        session["language"] = wanted
    return redirect(local_address(request.form.get("next", "")), 303)
