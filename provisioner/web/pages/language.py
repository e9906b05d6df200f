"""The switch in the header: the browser keeps the chosen language, signed in or not."""

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from provisioner.web.desk import desk
from provisioner.web.gate.local_address import local_address
from provisioner.web.gate.public import public
from provisioner.web.words.language import LANGUAGES

blueprint = Blueprint("language", __name__)
COOKIE = "desk-language"
YEAR_SECONDS = 31_536_000


def of_browser() -> str | None:
    """The language chosen in this browser, if any."""
    return request.cookies.get(COOKIE) if request else None


@blueprint.post("/language")
@public
def choose() -> Response:
    """Switch the language and go back to the page."""
    wanted = request.form.get("language", "")
    answer = redirect(local_address(request.form.get("next", "")), 303)
    if wanted in LANGUAGES:
        secure = desk().settings.https
        answer.set_cookie(COOKIE, wanted, YEAR_SECONDS, secure=secure, httponly=True, samesite="Lax")
    return answer
