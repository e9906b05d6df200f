"""What went wrong on the desk, in words for staff who know its queue, roles and search."""

from collections.abc import Mapping

import structlog
from flask import Flask, request

from provisioner import forms
from provisioner.forms import NoFormEdition
from provisioner.web.desk import desk
from provisioner.web.errors import Advice, show
from provisioner.web.gate.access import RoleMissing
from provisioner.web.words.translate import _l
from provisioner.web.words.typed import Typed, of_paper, reasons

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
    """Tell the operator's next step while there is no form to key in, and keep what was typed by who lost a role."""
    app.register_error_handler(NoFormEdition, _no_form)
    app.register_error_handler(RoleMissing, _no_role)


def _no_role(error: RoleMissing) -> tuple[str, int]:
    return show(ADVICE[403], typed=[*_of_paper(error.typed), *reasons(error.typed)]), 403


def _of_paper(typed: Mapping[str, str]) -> list[Typed]:
    if not typed:
        return []
    with desk().database.reading() as db:
        return of_paper(typed, forms.clause_numbers(db))


def _no_form(_: NoFormEdition) -> tuple[str, int]:
    log.error("form:missing", route=str(request.url_rule))
    return show(NO_FORM), 503
