"""The shape every part of a realm has."""

from collections.abc import Callable
from dataclasses import dataclass

from provisioner.realm.admin import RealmAt
from provisioner.realm.difference import Document

Read = Callable[[RealmAt, Document], Document]
"""Server and desired part → the same shape as it stands on the server; only what is ours, or would have to be."""

Also = Callable[[RealmAt, Document], Document]
"""Server and desired part → the desired part with what the server remembers to be ours and is desired no more."""

Write = Callable[[RealmAt, Document, Document], None]
"""Server, desired and actual part: make the server equal; called only when they differ."""


@dataclass(frozen=True)
class Section:
    """One part of the realm document, under its key there."""

    name: str
    read: Read
    write: Write
    also: Also = lambda _realm, desired: desired
