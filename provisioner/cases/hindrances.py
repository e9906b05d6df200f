"""What stands against an approval; each purpose has reasons of its own beside those of every case."""

from dataclasses import dataclass
from enum import StrEnum


class CaseHindrance(StrEnum):
    """Why no case can be approved, whatever it asks for."""

    COPY_NOT_HANDED = "copy_not_handed"


@dataclass(frozen=True)
class Hindrance:
    """One reason against approval; `clause` is the clause's number on the paper where the reason is a clause."""

    kind: StrEnum
    clause: int | None = None
