"""What the code on a form that was filled in at home does to the clerk's form: it fills fields, which are marked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from provisioner.applications.code import Coded, NoCode, UnknownVersion, decoded
from provisioner.entry.armour import Damaged
from provisioner.forms.tables import FormEdition
from provisioner.web.pages.intake.edition import EDITION
from provisioner.web.words.translate import _

CODE, FROM_CODE = "paper_code", "from_code"
"""Where a code is typed, and where the one that filled the form is carried along."""


@dataclass(frozen=True)
class CodeSaid:
    """What is said about a code, beside the field that takes it."""

    text: str
    wrong: bool = False


def filled(typed: Mapping[str, str], every: Sequence[FormEdition]) -> tuple[dict[str, str], CodeSaid]:
    """The form once a code has filled the customer's fields, and what to say; after a bad code it stays as it was.

    What else is typed stays: channel, dates and answers are no matter of the code.
    """
    values = {name: text for name, text in typed.items() if name != CODE}
    code = typed.get(CODE, "")
    try:
        found = decoded(code)
    except NoCode:
        return values, CodeSaid(_("This is no code of our form: scan the one that is printed on the paper"), wrong=True)
    except UnknownVersion:
        return values, CodeSaid(_("A newer version made this code: key the paper in by hand"), wrong=True)
    except Damaged:
        return values, CodeSaid(_("The code is damaged or incomplete: scan it again, or key the paper in"), wrong=True)
    edition = next((one for one in every if one.code == found.edition), None)
    named = {EDITION: str(edition.id)} if edition else {}
    return {**values, **found.typed, **named, FROM_CODE: code}, CodeSaid(_said(found, edition, every[0]))


def mark(form: Any) -> None:
    """Mark the fields that still hold what the code has put into them."""
    try:
        found = decoded(form[FROM_CODE].data or "")
    except (NoCode, UnknownVersion, Damaged):
        return
    for name, text in found.typed.items():
        form[name].from_code = bool(text) and form[name].data == text


def _said(found: Coded, edition: FormEdition | None, in_force: FormEdition) -> str:
    if edition is None:
        return _(
            "Filled from the code. It names the edition “%(code)s”, which is not known here: pick the one that is "
            "printed on the paper.",
            code=found.edition[: FormEdition.code.type.length],
        )
    if edition is not in_force:
        return _(
            "Filled from the code of the older edition %(code)s; its clauses are below. Compare all with the paper.",
            code=edition.code,
        )
    return _("Filled from the code. Compare it with the paper and answer the clauses as signed.")
