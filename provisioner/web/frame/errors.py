"""Pages for what went wrong: what to do next, and a number to tell the operator for what is our fault."""

import secrets
import traceback

import structlog
from flask import Flask, g, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from provisioner.forms import NoFormEdition

log = structlog.get_logger()
CODES = (400, 403, 404, 405, 413, 429, 500, 503)
PACKAGE = "provisioner"


class DeskApp(Flask):
    """Flask that logs failures without their texts, which may hold what was typed."""

    def log_exception(self, exc_info: object) -> None:
        """One line with an incident number, the kind of error and where it happened."""
        error = exc_info[1] if isinstance(exc_info, tuple) else None
        g.incident = incident_number()
        frames = traceback.extract_tb(error.__traceback__) if isinstance(error, BaseException) else []
        places = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in frames]
        log.error(
            "request:failed",
            incident=g.incident,
            error=type(error).__name__,
            at=places[-6:],
            route=str(request.url_rule),
            method=request.method,
        )


def incident_number() -> str:
    """Short enough to be read over the phone."""
    return secrets.token_hex(4)


def install(app: Flask) -> None:
    """Show our pages for every error."""
    app.register_error_handler(HTTPException, _page)
    app.register_error_handler(InternalServerError, _failed)
    app.register_error_handler(SecurityError, _foreign_host)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(OperationalError, _database_silent)
    app.register_error_handler(NoFormEdition, _no_form)


def _page(error: HTTPException) -> tuple[str, int] | HTTPException:
    code = error.code or 500
    if code < 400:
        return error
    shown = code if code in CODES else (400 if code < 500 else 500)
    return render_template("errors/page.html", code=shown, incident=None), code


def _foreign_host(error: SecurityError) -> tuple[str, int, dict[str, str]]:
    # Without a host of ours no address can be built, so there is no page to show.
    return "The desk answers under its own address only.\n", error.code or 400, {"Content-Type": "text/plain"}


def _failed(error: InternalServerError) -> tuple[str, int]:
    if isinstance(error.original_exception, OperationalError):
        return _database_silent(error.original_exception)
    return render_template("errors/page.html", code=500, incident=g.get("incident") or incident_number()), 500


def _stale_form(error: CSRFError) -> tuple[str, int]:
    log.warning("request:token-refused", route=str(request.url_rule))
    return render_template("errors/page.html", code="stale", incident=None), error.code or 400


def _no_form(_: NoFormEdition) -> tuple[str, int]:
    log.error("form:missing", route=str(request.url_rule))
    return render_template("errors/page.html", code="no-form", incident=None), 503


def _database_silent(error: OperationalError) -> tuple[str, int]:
    log.error("database:silent", error=type(error.orig).__name__, route=str(request.url_rule))
    return render_template("errors/page.html", code=503, incident=None), 503
