"""Addresses for machines: whether a face is up and can work, and what a browser reports against our content policy."""

import json
import re
from urllib.parse import urlsplit

import structlog
from flask import Blueprint, Flask, current_app, request
from sqlalchemy.exc import SQLAlchemyError

from provisioner import journal
from provisioner.database import Database
from provisioner.database.standing import WORKS, stands
from provisioner.database.trouble import Trouble, look, trouble
from provisioner.web.desk import desk
from provisioner.web.gate.public import public

blueprint = Blueprint("probes", __name__)
log = structlog.get_logger()
KEY = "fit_schema"
LONGEST_REPORT = 8_192
SHOWN = 200
KEYWORD = re.compile(r"[a-z-]{1,40}")
"""Whatever else a report holds can be anything that somebody has sent."""
SAID = {Trouble.LOCKED: "locked", Trouble.FULL: "disk full", Trouble.SILENT: "no answer", Trouble.CUT_OFF: "no answer"}
Plain = tuple[str, int, dict[str, str]]


class FitSchema:
    """Whether the database holds one to work on; a yes is remembered, since finding out reads every migration."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._seen = False

    def is_there(self) -> bool:
        """Ask until the answer is yes."""
        self._seen = self._seen or stands(self._database) in WORKS
        return self._seen


def install(app: Flask, database: Database) -> None:
    """Answer at these addresses."""
    app.extensions[KEY] = FitSchema(database)
    app.register_blueprint(blueprint)


@blueprint.get("/health/live")
@public
def live() -> Plain:
    """200 while the process serves; nobody else is asked."""
    return _plain("ok", 200)


@blueprint.get("/health/ready")
@public
def ready() -> Plain:
    """200 while the database can be written to, at a schema to work on and under our key; Keycloak is not asked."""
    fit: FitSchema = current_app.extensions[KEY]
    found = look(desk().database)
    try:
        current = found or fit.is_there()
        known = found or not current or _key_is_known()
    except SQLAlchemyError as error:
        found = trouble(error)
    if found:
        log.error(f"database:{found}", route=str(request.url_rule))
        return _plain(f"database: {SAID[found]}", 503)
    if not current:
        return _plain("database: not at the newest schema, run provisioner migrate", 503)
    return _plain("ok", 200) if known else _plain("journal: its key was exchanged, start this anew", 503)


def _key_is_known() -> bool:
    with desk().database.reading() as session:
        return journal.fits(session)


def _plain(said: str, status: int) -> Plain:
    return f"{said}\n", status, {"Content-Type": "text/plain; charset=utf-8"}


@blueprint.post("/csp-report")
@public
def csp_report() -> tuple[str, int]:
    """Log which directive was broken and by whose host; never an address, which may name a case or hold a search."""
    if (request.content_length or 0) > LONGEST_REPORT:
        return "", 413
    try:
        report = json.loads(request.get_data())["csp-report"]
        directive, blocked = str(report.get("violated-directive")), str(report.get("blocked-uri"))
    except (ValueError, KeyError, TypeError, AttributeError):
        return "", 400
    log.warning("browser:policy-violation", directive=_keyword(directive), blocked=_source(blocked))
    return "", 204


def _source(blocked: str) -> str:
    """The host of an address, or the word that stands in its place: `inline`, `data`."""
    try:
        place = urlsplit(blocked)
        return (place.hostname or "")[:SHOWN] or _keyword(blocked)
    except ValueError:
        return ""


def _keyword(text: str) -> str:
    found = KEYWORD.match(text)
    return found[0] if found else ""
