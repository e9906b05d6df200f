"""The paper form as data: editions and their clauses (R2)."""

from provisioner.forms.editions import EditionChanged, NoFormEdition, clause_numbers, current, load
from provisioner.forms.paper import read_edition

__all__ = ["EditionChanged", "NoFormEdition", "clause_numbers", "current", "load", "read_edition"]
