"""What a field of the paper said before and after a correction, in the office's words."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from provisioner.applications import paper
from provisioner.applications.rules import Answer
from provisioner.cases.taking.tables import SkipReason
from provisioner.entry.field import Control
from provisioner.erasures import paper as requests
from provisioner.web.words.choices import chosen
from provisioner.web.words.paper.fields import OF_CHANGES
from provisioner.web.words.terms import word
from provisioner.web.words.translate import _

TICKS = (paper.COPY_HANDED, *OF_CHANGES, "mandate_endless")
FIELDS = {field.name: field for field in (*requests.FIELDS, *paper.FIELDS)}

OTHERS: Mapping[str, type[StrEnum]] = {"skip_reason": SkipReason}
"""What was chosen on no paper."""


def said(name: str, text: str) -> str:
    """The words for what a field said, by its name and as it was typed."""
    field = FIELDS.get(name)
    choices: Iterable[StrEnum] = field.choices if field else OTHERS.get(name, ())
    if name.startswith(paper.CLAUSE):
        choices = Answer
    if choices and (one := chosen(choices, text)):
        return word(one)
    if name in TICKS or (field and field.control is Control.YES_NO):
        return {"yes": _("yes"), "no": _("no")}.get(text, text)
    return text or "–"
