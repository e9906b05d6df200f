"""Reading a value of a closed list from an address."""

from enum import StrEnum
from typing import TypeVar

E = TypeVar("E", bound=StrEnum)


def chosen(enum: type[E], value: str | None) -> E | None:
    """The member with this value; None for anything else."""
    return enum(value) if value in set(enum) else None
