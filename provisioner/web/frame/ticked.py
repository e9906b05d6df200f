"""The boxes of a list that came ticked: a field is a prefix and an id, its value what the page showed."""

from collections.abc import Mapping
from contextlib import suppress
from uuid import UUID


def ticked(sent: Mapping[str, str], prefix: str) -> dict[UUID, str]:
    """Value by id, in the order of the page; what is no id is nobody's box."""
    found = {}
    for field, value in sent.items():
        with suppress(ValueError):
            if field.startswith(prefix):
                found[UUID(field.removeprefix(prefix))] = value
    return found
