"""The office's own words in the place of those shipped: kept as differences, with a number that grows."""

from provisioner.wording.texts import TEXTS
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
    "TEXTS",
    "OwnPart",
    "TextChanged",
    "UnknownText",
    "Version",
    "in_force",
    "noted",
    "put",
    "version",
    "versions",
]
