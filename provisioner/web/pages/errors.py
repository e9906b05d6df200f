"""What went wrong on the desk, in words for staff who know its queue, roles and search."""

from collections.abc import Mapping

import structlog
from flask import Flask, request

from provisioner.forms import NoFormEdition
from provisioner.web.errors import Advice, show
from provisioner.web.words.translate import _l

log = structlog.get_logger()
ADVICE: Mapping[int, Advice] = {
    400: Advice(
        _l("The desk could not understand the request"),
        _l("Go back, check what was typed and try again. If the address was typed by hand, start from the queue."),
    ),
    403: Advice(
        _l("This is not open to your role"),
        _l("Your account may not do this. If it should, ask your administrator for the right role and sign in again."),
    ),
    404: Advice(
        _l("There is no such page"),
        _l("The address may be mistyped or the link old. Every application is found by the search box."),
    ),
    405: Advice(
        _l("This address cannot be used like that"), _l("Start from the queue and use the buttons on the pages.")
    ),
}
NO_FORM = Advice(
    _l("No edition of the paper form is loaded"),
    _l("Applications cannot be recorded yet. Ask the operator to run “provisioner form load”, then reload this page."),
)


def install(app: Flask) -> None:
    """Tell the operator's next step while there is no form to key in."""
    app.register_error_handler(NoFormEdition, _no_form)


def _no_form(_: NoFormEdition) -> tuple[str, int]:
    log.error("form:missing", route=str(request.url_rule))
    return show(NO_FORM), 503
