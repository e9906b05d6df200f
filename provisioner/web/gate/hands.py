"""No faster than hands: how often one person on the staff may search, take lists away and send files (ASVS 2.4.1)."""

from enum import StrEnum

import structlog
from flask import Flask, abort, current_app, g, request

from provisioner.staff.roles import Action
from provisioner.web.gate.access import myself, requirement
from provisioner.web.gate.pace import Pace
from provisioner.web.gate.room import longest

log = structlog.get_logger()
KEY = "hands"


class Handwork(StrEnum):
    """What hands do slowly and a program fast, to copy what the desk holds or to fill it."""

    SEARCH = "search"
    EXPORT = "export"
    UPLOAD = "upload"


A_MINUTE = {Handwork.SEARCH: 300, Handwork.EXPORT: 20, Handwork.UPLOAD: 120}
"""More than anybody does by hand: a page of names each time, every row of a list, up to a form full of scans."""


def install(app: Flask) -> None:
    """Look at every request of somebody who was let in, once its files are there."""
    app.extensions[KEY] = {what: Pace(most) for what, most in A_MINUTE.items()}
    app.before_request(_look)


def _look() -> None:
    what = _handwork() if g.get("me") else None
    if what and current_app.extensions[KEY][what].too_fast(str(myself().id)):
        log.warning("pace:too_fast", what=what.value)
        abort(429)


def _handwork() -> Handwork | None:
    if request.endpoint == "search.index":
        return Handwork.SEARCH
    if request.endpoint and requirement(current_app, request.endpoint) is Action.EXPORT:
        return Handwork.EXPORT
    sent = request.files.values() if longest() else ()
    return Handwork.UPLOAD if any(one.filename for one in sent) else None
