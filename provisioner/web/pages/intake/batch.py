"""Papers keyed in one after another: what the next form keeps of the last one, and where typing begins."""

from collections.abc import Mapping
from typing import Any

from provisioner.applications import paper
from provisioner.applications.tables import Application
from provisioner.entry.field import Control, Field
from provisioner.forms.tables import FormEdition
from provisioner.web.pages.intake.edition import EDITION

HEADER: tuple[Field[Any], ...] = (paper.BRANCH, paper.CHANNEL, paper.RECEIVED_ON)
"""What the papers of one batch have in common; it stands on each form and can be changed there."""
LONGEST = 60


def kept_of(application: Application, in_force: FormEdition) -> dict[str, Any]:
    """What the next form of the batch begins with; the address carries it, so that no other day finds it again.

    Of the edition it says only that it is an older one than that in force.
    """
    older = {EDITION: application.edition_id} if application.edition_id != in_force.id else {}
    return {field.name: field.typed(field.of(application)) for field in HEADER if field.of(application)} | older


def kept_in(address: Mapping[str, str]) -> dict[str, str]:
    """What the address of a new form says of the batch."""
    return {name: address.get(name, "")[:LONGEST] for name in (*(field.name for field in HEADER), EDITION)}


def begin(form: Any) -> None:
    """Put the focus into the first field that still has to be answered."""
    for field in paper.FIELDS:
        if field.name not in form:
            continue
        control = form[field.name]
        if not control.data and _expected(form, field):
            control.focused = True
            return


def _expected(form: Any, field: Field[Any]) -> bool:
    if field.asked and form[field.asked.field.name].data not in field.asked.answers:
        return False
    return bool(field.required) or field.control in (Control.CHOICE, Control.YES_NO, Control.LISTED)
