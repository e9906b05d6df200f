"""Polish by default, English on request; the choice lasts as long as the session."""

from urllib.parse import urlsplit

from flask import Blueprint, Flask, redirect, request, session
from flask_babel import Babel, get_locale
from werkzeug.wrappers import Response

from provisioner.web.gate.access import public

LANGUAGES = ("pl", "en")
blueprint = Blueprint("language", __name__)


def install(app: Flask) -> None:
    """Translate this application's pages."""
    Babel(app, default_locale="en", default_timezone="Europe/Warsaw", locale_selector=_chosen)
    app.jinja_env.globals["language"] = language


def language() -> str:
    """The language of the page being made: `pl` or `en`."""
    return str(get_locale())[:2]


def _chosen() -> str:
    # An application without a session (an error before it could be opened) speaks Polish.
    chosen = session.get("language") if session else None
    return chosen if chosen in LANGUAGES else "pl"


@blueprint.post("/language")
@public
def choose() -> Response:
    """Switch the language and go back to the page."""
    wanted = request.form.get("language", "")
    if wanted in LANGUAGES:
        session["language"] = wanted
    return redirect(local_address(request.form.get("next", "")), 303)


def local_address(wanted: str) -> str:
    """The address if it stays on the desk, otherwise the queue."""
    stays = wanted.isprintable() and wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted
    return wanted if stays and _names_no_host(wanted) else "/"


def _names_no_host(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        # Brackets that are no IPv6 address.
        return False
    return not parts.scheme and not parts.netloc
