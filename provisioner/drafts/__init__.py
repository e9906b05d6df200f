"""Forms as they are being typed, with the files brought for them, kept for their person until they are a case."""

from provisioner.drafts.files import SavedAlready, UnknownFile, bring, brought, hand_over, picture, take_away
from provisioner.drafts.keeping import ChangedElsewhere, clear, discard, find, keep, sweep

__all__ = [
    "ChangedElsewhere", "SavedAlready", "UnknownFile", "bring", "brought", "clear", "discard", "find", "hand_over",
    "keep", "picture", "sweep", "take_away",
]  # fmt: skip
