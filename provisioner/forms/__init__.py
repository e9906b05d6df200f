"""The paper form as data: editions and their clauses (R2)."""

from provisioner.forms.drafts import CodeTaken, DraftChanged, UnknownDraft
from provisioner.forms.editions import (
    EditionChanged,
    NoFormEdition,
    as_text,
    clause_numbers,
    current,
    edition,
    editions,
    in_force,
    load,
)
from provisioner.forms.paper import read_edition

__all__ = [
    "CodeTaken",
    "DraftChanged",
    "EditionChanged",
    "NoFormEdition",
    "UnknownDraft",
    "as_text",
    "clause_numbers",
    "current",
    "edition",
    "editions",
    "in_force",
    "load",
    "read_edition",
]
