"""Room for files: only views that take some may be sent more than a form holds, and only by who is let in."""

from flask import Flask, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from provisioner.web.errors import Advice, page, show
from provisioner.web.gate.origin import refuse_repeated
from provisioner.web.gate.room import longest
from provisioner.web.words.translate import _l

TOO_MUCH = Advice(
    _l("The files are too large"),
    _l("Nothing was saved. Go back and choose fewer files, or scan the paper anew with 150 or 200 dpi."),
)


def install(app: Flask) -> None:
    """Make room for them; after the access check and before anything else reads the form."""
    app.before_request(_make_room)
    app.register_error_handler(RequestEntityTooLarge, _too_large)


def _make_room() -> None:
    if most := longest():
        request.max_content_length = most
        refuse_repeated(request.form)


def _too_large(error: RequestEntityTooLarge) -> tuple[str, int] | HTTPException:
    return (show(TOO_MUCH), 413) if longest() else page(error)
