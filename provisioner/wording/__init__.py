"""The office's own words in the place of those shipped: kept as differences, with a number that grows."""

from provisioner.wording.texts import LETTERS, MAILS, TEXTS
from provisioner.wording.words import (
    OwnPart,
    TextChanged,
    UnknownText,
    Version,
    in_force,
    noted,
    put,
    version,
    versions,
)

__all__ = [
    "LETTERS", "MAILS", "TEXTS", "OwnPart", "TextChanged", "UnknownText", "Version", "in_force", "noted", "put",
    "version", "versions",
]  # fmt: skip
