"""The paper form as data: editions and their clauses (R2)."""

from provisioner.forms.editions import EditionChanged, NoFormEdition, current, load
from provisioner.forms.paper import read_edition

__all__ = ["EditionChanged", "NoFormEdition", "current", "load", "read_edition"]
