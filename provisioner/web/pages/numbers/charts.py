"""Bars that the server draws: what stands in the table beneath, for the eye; lengths are parts of the longest bar."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Fill(StrEnum):
    """How a piece of a bar is filled: told apart by pattern, so that colour says nothing alone."""

    SOLID = "solid"
    STRIPES = "stripes"
    DOTS = "dots"
    OPEN = "open"
    LATE = "late"

    @property
    def patterned(self) -> bool:
        """Whether a pattern fills it, and not one colour."""
        return self not in (Fill.SOLID, Fill.OPEN)


@dataclass(frozen=True)
class Piece:
    """A part of a bar: where it begins and how long it is, in hundredths of the longest bar."""

    fill: Fill
    start: float
    width: float


@dataclass(frozen=True)
class Bar:
    """One bar with its word before it and its number behind it."""

    label: str
    said: str
    pieces: Sequence[Piece]

    @property
    def end(self) -> float:
        """Where the number stands."""
        return max((one.start + one.width for one in self.pieces), default=0.0)


@dataclass(frozen=True)
class Key:
    """What a filling means."""

    fill: Fill
    text: str


@dataclass(frozen=True)
class Chart:
    """A chart; `name` tells it from others of the page, `told` is what somebody hears who does not see it."""

    name: str
    title: str
    told: str
    bars: Sequence[Bar]
    keys: Sequence[Key] = ()
    beside: bool = True
    """Whether the words are short enough to stand beside the bars."""


Counted = tuple[str, str, Sequence[int]]
"""The word of a bar, what is written behind it, and its counts in the order of the fillings."""


def stacked(rows: Iterable[Counted], fills: Sequence[Fill]) -> list[Bar]:
    """Bars whose pieces follow each other."""
    found = list(rows)
    most = max((sum(counts) for _label, _said, counts in found), default=0)
    return [Bar(label, said, list(_follow(counts, fills, most))) for label, said, counts in found]


def laid_over(rows: Iterable[Counted], fills: Sequence[Fill]) -> list[Bar]:
    """Bars whose pieces all begin at the beginning, the longest first."""
    found = list(rows)
    most = max((max(counts) for _label, _said, counts in found), default=0)
    return [
        Bar(label, said, [Piece(fill, 0.0, _part(n, most)) for n, fill in zip(counts, fills, strict=True) if n])
        for label, said, counts in found
    ]


def _follow(counts: Sequence[int], fills: Sequence[Fill], most: int) -> Iterable[Piece]:
    begun = 0
    for count, fill in zip(counts, fills, strict=True):
        if count:
            yield Piece(fill, _part(begun, most), _part(count, most))
        begun += count


def _part(count: int, most: int) -> float:
    return round(100 * count / most, 2) if most else 0.0
