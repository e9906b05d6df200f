"""What can be wrong with the journal, each with its place."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What was done to a line."""

    EDITED = "edited"
    DELETED = "deleted"
    INSERTED = "inserted"
    REORDERED = "reordered"
    FORGED = "forged"
    CUT = "cut"
    VALUE = "value"


@dataclass(frozen=True)
class Fault:
    """One fault: `position` in the chain, `seq` of the line in `audit_entry`, where it has them, and what is wrong."""

    kind: Kind
    position: int | None
    seq: int | None
    said: str

    def told(self) -> dict[str, Any]:
        """For a program."""
        return {"kind": self.kind, "position": self.position, "seq": self.seq, "said": self.said}

    def __str__(self) -> str:
        place = f"position {self.position}" if self.position is not None else f"line {self.seq}"
        return f"{self.kind}: {place}: {self.said}"


class Run:
    """Wrong lines that follow each other are one fault: whoever chains anew does it to the end."""

    def __init__(self, kind: Kind, said: str) -> None:
        self._kind, self._said = kind, said
        self._first: int | None = None
        self._last = 0
        self._faults: list[Fault] = []

    def go_on(self, position: int, *, wrong: bool) -> None:
        """The next line, and whether it belongs to the run."""
        if wrong:
            self._first, self._last = self._first or position, position
        else:
            self._close()

    def ended(self) -> Iterator[Fault]:
        """The faults found."""
        self._close()
        yield from self._faults

    def _close(self) -> None:
        if self._first is not None:
            to = f" (to position {self._last})" if self._last > self._first else ""
            self._faults.append(Fault(self._kind, self._first, None, self._said + to))
            self._first = None
