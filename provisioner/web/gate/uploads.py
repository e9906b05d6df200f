"""Which views take files: only they may be sent more than a form holds, and only by who is let in."""

from collections.abc import Callable

from flask import Flask, current_app, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from provisioner.web.errors import Advice, page, show
from provisioner.web.gate.public import View
from provisioner.web.words.translate import _l

MEGABYTE = 1024 * 1024
TOO_MUCH = Advice(
    _l("The files are too large"),
    _l("Nothing was saved. Go back and choose fewer files, or scan the paper anew with 150 or 200 dpi."),
)


def takes(megabytes: int) -> Callable[[View], View]:
    """Mark a view to which files of so many megabytes together may be sent."""

    def mark(view: View) -> View:
        view.longest = megabytes * MEGABYTE  # type: ignore[attr-defined]
        return view

    return mark


def install(app: Flask) -> None:
    """Make room for them; after the access check and before anything reads the form."""
    app.before_request(_make_room)
    app.register_error_handler(RequestEntityTooLarge, _too_large)


def _make_room() -> None:
    if longest := _longest():
        request.max_content_length = longest


def _longest() -> int | None:
    view = current_app.view_functions.get(request.endpoint or "")
    found: int | None = getattr(view, "longest", None)
    return found


def _too_large(error: RequestEntityTooLarge) -> tuple[str, int] | HTTPException:
    return (show(TOO_MUCH), 413) if _longest() else page(error)
