"""What each field of a ground on which an account is ended is called."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from provisioner.web.words.translate import _, _l


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


Rows = Sequence[Mapping[str, Any]]


def differences(before: Rows, after: Rows) -> list[str]:
    """Which grounds a change added, changed or gave up, by their codes."""
    old, new = ({row["code"]: row for row in rows} for rows in (before, after))
    return list(_differences(old, new))


def _differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    if added := [code for code in new if code not in old]:
        yield _("added: %(codes)s", codes=", ".join(added))
    if changed := [code for code in new if code in old and new[code] != old[code]]:
        yield _("changed: %(codes)s", codes=", ".join(changed))
    if gone := [code for code in old if code not in new]:
        yield _("given up: %(codes)s", codes=", ".join(gone))
