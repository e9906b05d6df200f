"""What stopped a click about an errand, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import abort
from sqlalchemy.orm import Session

from provisioner.cases import UnknownCase
from provisioner.cases.decide import find
from provisioner.cases.errands.giving import NotForThem
from provisioner.cases.tables import Case
from provisioner.web.gate.access import myself
from provisioner.web.pages import looks
from provisioner.web.pages.case.decision.trouble import Unreadable, trouble_of
from provisioner.web.words.database import Said
from provisioner.web.words.translate import _


@dataclass(frozen=True)
class Wrong:
    """What stopped the click: messages by field, or a trouble of the whole page."""

    fields: Mapping[str, str]
    trouble: Said | None = None


NOTHING = Wrong({})


def at_field(error: Exception) -> str:
    """The message at the field."""
    if isinstance(error, NotForThem):
        return _("Choose a colleague from the list")
    if isinstance(error, Unreadable):
        return trouble_of(error)[0].text
    return _("Write a text of at most 2,000 characters")


def case_of(db: Session, case_id: UUID) -> Case:
    """The case that the page is about, looked at by whoever asks; of none, or an erased one, there is no page."""
    try:
        found = find(db, Case, case_id)
    except UnknownCase:
        abort(404)
    looks.note_when_sent(case_id, myself().id)
    return found
