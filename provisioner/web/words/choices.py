"""Closed lists in an address and in a form: reading a value, the lines to choose from, and what hangs on a choice."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple, TypeVar

from provisioner.entry.field import Given
from provisioner.web.words.terms import word

E = TypeVar("E", bound=StrEnum)


class Option(NamedTuple):
    """One line to choose: what is sent, what is read, and whether it is chosen now."""

    value: str
    text: str
    chosen: bool


def chosen(members: Iterable[E], value: str | None) -> E | None:
    """The member with this value; None for anything else."""
    return next((one for one in members if one.value == value), None)


def options(members: Iterable[StrEnum], now: StrEnum | None) -> list[Option]:
    """A line for each member in the office's word, one of them chosen."""
    return [Option(member.value, word(member), member is now) for member in members]


def when(given: Given | None) -> str:
    """What a control hangs on, for the page's script (`name=value`); empty where it is always shown."""
    return f"{given.field.name}={'|'.join(one.value for one in given.answers)}" if given else ""
