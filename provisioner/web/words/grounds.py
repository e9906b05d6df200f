"""What each field of a ground on which an account is ended is called."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from provisioner.web.words.translate import _l


@dataclass(frozen=True)
class FieldWords:
    """The label of a field, and what to type."""

    label: Any
    hint: Any = ""


FIELDS: Mapping[str, FieldWords] = {
    "code": FieldWords(
        _l("Code"), _l("small letters a–z and underscores, like end_of_contract; papers and the journal name it")
    ),
    "name_pl": FieldWords(_l("Name in Polish"), _l("as staff and customers read it")),
    "name_en": FieldWords(_l("Name in English")),
    "asked_by": FieldWords(_l("Who may ask"), _l("one at least")),
    "basis": FieldWords(_l("Basis"), _l("the provision it rests on, like § 9 of the Regulamin; may be left empty")),
    "proof": FieldWords(_l("A paper has to prove it"), _l("like a death certificate; without it nobody approves")),
    "told": FieldWords(_l("The customer is told by e-mail"), _l("no, for example, after a death")),
    "delay_days": FieldWords(
        _l("Days until the deletion"), _l("0 to 365; empty: as in general, by the setting “Time to take it back”")
    ),
}
"""In the order of their form."""
