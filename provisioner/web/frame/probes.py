"""Two addresses for machines: whether the desk is up, and what a browser reports against our content policy."""

import json

import sqlalchemy as sa
import structlog
from flask import Blueprint, request
from sqlalchemy.exc import OperationalError

from provisioner.web.frame.desk import desk
from provisioner.web.gate.public import public

blueprint = Blueprint("probes", __name__)
log = structlog.get_logger()
LONGEST_REPORT = 8_192
SHOWN = 200


@blueprint.get("/health")
@public
def health() -> tuple[str, int, dict[str, str]]:
    """200 while the database answers."""
    plain = {"Content-Type": "text/plain; charset=utf-8"}
    try:
        with desk().database.reading() as db:
            db.execute(sa.text("SELECT 1"))
    except OperationalError:
        return "database: no answer\n", 503, plain
    return "ok\n", 200, plain


@blueprint.post("/csp-report")
@public
def csp_report() -> tuple[str, int]:
    """Log which directive was broken; never the page's address, which may name a case."""
    if (request.content_length or 0) > LONGEST_REPORT:
        return "", 413
    try:
        report = json.loads(request.get_data())["csp-report"]
        directive, blocked = str(report.get("violated-directive")), str(report.get("blocked-uri"))
    except (ValueError, KeyError, TypeError, AttributeError):
        return "", 400
    log.warning("browser:policy-violation", directive=directive[:SHOWN], blocked=blocked[:SHOWN])
    return "", 204
