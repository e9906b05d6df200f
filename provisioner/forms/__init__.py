"""The paper form as data: editions and their clauses (R2)."""

from provisioner.forms.editions import EditionChanged, NoFormEdition, current, load

__all__ = ["EditionChanged", "NoFormEdition", "current", "load"]
