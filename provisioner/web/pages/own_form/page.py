"""Customers fill in the paper form at home: what they type leaves as a PDF with a code, and is kept nowhere."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, Response, abort, render_template, request, url_for

from provisioner import applications, forms
from provisioner.applications.code import TooLong, coded
from provisioner.applications.own_form import PATH
from provisioner.entry.reader import EntryProblems, Problem
from provisioner.forms import NoFormEdition
from provisioner.forms.tables import FormEdition
from provisioner.letters import NotPrintable
from provisioner.mail.language import Language
from provisioner.web.desk import desk
from provisioner.web.errors import Advice, show
from provisioner.web.gate.pace import slow_down
from provisioner.web.gate.public import public
from provisioner.web.pages.own_form.view import empty, parts_of
from provisioner.web.words.language import OTHERS, language
from provisioner.web.words.messages import message
from provisioner.web.words.paper.printed_form import printed_form
from provisioner.web.words.sheets import sheet
from provisioner.web.words.translate import _, _l

blueprint = Blueprint("own_form", __name__)
slow_down(blueprint)
OWN_MESSAGES: Mapping[tuple[str, str], object] = {
    ("email_again", "differs"): _l("The two e-mail addresses differ: check both"),
    ("filed_by", "choose"): _l("Choose who will sign the application"),
}
"""What is said otherwise to a customer than to a clerk, who has the paper before them."""
LONGEST_TEXT = 1000
"""No field takes half of it; a longer one is not even read, because reading costs more than its length."""


@blueprint.get(PATH)
@public
def page() -> str:
    """The form to be filled in."""
    return _page(empty())


@blueprint.post(PATH)
@public
def fill() -> Response | tuple[str, int]:
    """The filled form as a file, or the page with what is wrong. What was typed is gone with the answer."""
    parts, typed = desk(), request.form.to_dict()
    if any(len(one) > LONGEST_TEXT for one in typed.values()):
        abort(413)
    edition = _edition()
    try:
        own = applications.read_own_form(typed, today=parts.today(), practice=parts.practice)
        made = _printed(edition, own)
    except EntryProblems as error:
        return _page(typed, error.problems), 400
    except NotPrintable:
        # Where it is the edition, nothing that the customer changes would help.
        _blank(edition, language())
        return _page(typed, unprintable=True), 400
    return sheet(made, f"{edition.code}-{language()}", attached=True)


@blueprint.get(f"{PATH}/<any(pl,en):code>.pdf")
@public
def blank(code: str) -> Response:
    """The empty form to print."""
    edition = _edition()
    return sheet(_blank(edition, code), f"{edition.code}-{code}")


@blueprint.errorhandler(NotPrintable)
@blueprint.errorhandler(NoFormEdition)
def none(_error: Exception) -> tuple[str, int]:
    """What is said where the office has no form at all, or none that can be printed."""
    return show(Advice(_("There is no form here at the moment"), _("Please ask our office for one."))), 503


def _blank(edition: FormEdition, code: str) -> bytes:
    """The empty form. Raises NotPrintable where the edition itself has a character of none of our fonts."""
    return desk().press.form(printed_form(edition, Language(code), dated=edition.valid_from))


def _edition() -> FormEdition:
    parts = desk()
    with parts.database.reading() as db:
        return forms.current(db, parts.today())


def _printed(edition: FormEdition, own: Mapping[str, str]) -> bytes:
    """The sheet; what is too long for a code is printed without one, and typed by the clerk."""
    try:
        code = coded(edition.code, own)
    except TooLong:
        code = ""
    form = printed_form(edition, Language(language()), dated=desk().today(), typed=own, filled=code)
    return desk().press.form(form)


def _page(typed: Mapping[str, str], problems: Sequence[Problem] = (), *, unprintable: bool = False) -> str:
    errors = {one.field: str(OWN_MESSAGES.get((one.field, one.code)) or message(one)) for one in problems}
    shown = parts_of(typed, errors)
    cells = [cell for part in shown for row in part.rows for group in row for cell in group.cells]
    code, spoken = OTHERS[language()]
    return render_template(
        "own_form/page.html", parts=shown, unprintable=unprintable, code=code, spoken=spoken,
        links=[(cell.id, cell.error) for cell in cells if cell.error], other=url_for("own_form.page", lang=code),
    )  # fmt: skip
