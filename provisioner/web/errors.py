"""Pages for what went wrong: what to do next, and the number by which the operator finds the request in the log."""

import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import structlog
from flask import Flask, current_app, g, render_template, request
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from provisioner.database.trouble import Trouble, trouble
from provisioner.journal import WrongKey
from provisioner.web.words.translate import _l

log = structlog.get_logger()
KEY, TYPED = "advice", "typed"
Typed = Callable[[Mapping[str, str]], Sequence[object]]
"""Picks from what was sent the texts of `words.typed`."""
SPOKEN = 8


@dataclass(frozen=True)
class Advice:
    """What an error page says: what happened and what to do next, in the language of whoever reads it."""

    title: object
    text: object


COMMON: Mapping[int, Advice] = {
    400: Advice(_l("The request could not be understood"), _l("Go back, check what was typed and try again.")),
    403: Advice(_l("This is not open to you"), _l("Go back and start again from the first page.")),
    404: Advice(_l("There is no such page"), _l("The address may be mistyped or the link old.")),
    405: Advice(_l("This address cannot be used like that"), _l("Go back and use the buttons on the pages.")),
    413: Advice(
        _l("Too much text was sent"),
        _l("Nothing was saved. Go back and shorten what was pasted; a form takes one megabyte at most."),
    ),
    429: Advice(_l("Too many requests"), _l("Wait a minute, then try again.")),
    500: Advice(
        _l("Something failed on our side"),
        _l(
            "Nothing was changed by this request. Try once more; if it fails again, tell the operator the number below."
        ),
    ),
    503: Advice(
        _l("The database does not answer"),
        _l("Nothing was changed. Go back to the page and send it again in a moment."),
    ),
}
"""For every face; one that knows its pages better puts its own advice in place of some."""
UNREAD = Advice(
    _l("The database does not answer"),
    _l("This page cannot be shown now. What was saved stays saved. Open the page again in a moment."),
)
"""For whoever only looks: perhaps at what was committed a moment ago."""
UNREAD_FULL = Advice(
    _l("The database has no room left"),
    _l("What was saved stays saved. Tell the operator that the disk is full; open the page again when there is room."),
)
CUT_OFF = Advice(
    _l("It is not known whether this was saved"),
    _l("The database was cut off at that moment. Open the page again and look, before you send it once more."),
)
NO_ROOM = Advice(
    _l("The database has no room left"),
    _l("Nothing was changed. Tell the operator that the disk is full, and send it again when there is room."),
)


KEY_EXCHANGED = Advice(
    _l("The desk must be started anew"),
    _l(
        "Nothing was changed: the journal's key was exchanged and this program still has the former one. Tell the "
        "operator, and send it again afterwards."
    ),
)


def nothing(_: Mapping[str, str]) -> Sequence[object]:
    """For a face on which nobody types."""
    return []


class CarefulFlask(Flask):
    """Flask that logs failures without their texts, which may hold what was typed."""

    def log_exception(self, exc_info: object) -> None:
        """One line with the kind of error and where it happened."""
        error = exc_info[1] if isinstance(exc_info, tuple) else None
        frames = traceback.extract_tb(error.__traceback__) if isinstance(error, BaseException) else []
        places = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in frames]
        log.error(
            "request:failed",
            error=type(error).__name__,
            at=places[-6:],
            route=str(request.url_rule),
            method=request.method,
        )


def request_number() -> str:
    """How the id of this request begins in the log: short enough to be read over the phone."""
    return str(g.get("request_id", ""))[:SPOKEN]


def install(app: Flask, advice: Mapping[int, Advice], typed: Typed) -> None:
    """Show our pages for every error, with the face's own advice where it has some."""
    app.extensions[KEY], app.extensions[TYPED] = {**COMMON, **advice}, typed
    app.register_error_handler(HTTPException, page)
    app.register_error_handler(InternalServerError, _failed)
    app.register_error_handler(SecurityError, _foreign_host)
    app.register_error_handler(OperationalError, _database_silent)
    app.register_error_handler(WrongKey, _key_exchanged)


def show(advice: Advice, typed: Sequence[object] = ()) -> str:
    """The page that gives this advice, with texts of `words.typed` where no form holds them any more."""
    return render_template("errors/page.html", advice=advice, number=request_number(), typed=typed)


def wait(advice: Advice) -> tuple[str, int]:
    """The page for a request that has to be sent again, with everything that was typed for it."""
    return show(advice, current_app.extensions[TYPED](request.form)), 503


def _advice(code: int) -> Advice:
    known: Mapping[int, Advice] = current_app.extensions[KEY]
    return known.get(code) or known[400 if code < 500 else 500]


def page(error: HTTPException) -> tuple[str, int] | HTTPException:
    """What is shown for an error that the web server knows by its number."""
    code = error.code or 500
    if code < 400:
        return error
    return show(_advice(code)), code


def _foreign_host(error: SecurityError) -> tuple[str, int, dict[str, str]]:
    # Without a host of ours no address can be built, so there is no page to show.
    return "The desk answers under its own address only.\n", error.code or 400, {"Content-Type": "text/plain"}


def _failed(error: InternalServerError) -> tuple[str, int]:
    if isinstance(error.original_exception, OperationalError):
        return _database_silent(error.original_exception)
    return show(_advice(500)), 500


def committed() -> None:
    """From now on something of this request counts, though it goes on: no page may say that nothing was changed."""
    g.committed = True


def _database_silent(error: OperationalError) -> tuple[str, int]:
    note_silence(error)
    if request.method in ("GET", "HEAD") or g.get("committed"):
        return show(UNREAD_FULL if trouble(error) is Trouble.FULL else UNREAD), 503
    said = {Trouble.FULL: NO_ROOM, Trouble.CUT_OFF: CUT_OFF}
    return wait(said.get(trouble(error), _advice(503)))


def _key_exchanged(_: WrongKey) -> tuple[str, int]:
    log.error("journal:key-exchanged", route=str(request.url_rule))
    return wait(KEY_EXCHANGED)


def note_silence(error: OperationalError) -> None:
    """One line in the log that tells a locked database from a full disk and both from one that does not answer."""
    log.error(f"database:{trouble(error)}", error=type(error.orig).__name__, route=str(request.url_rule))
