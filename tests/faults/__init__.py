"""Every fault we know of between an approval and the customer's first login, and what shows that it does no harm.

`rows.toml` holds them; numbers are kept for good. A row without a test, or one of which tests show a part, says why.
"""

import tomllib
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


class Standing(StrEnum):
    """How a fault stands."""

    TRIED = "tried by tests"
    PART = "tried in part"
    OPEN = "open"


class Row(BaseModel):
    """One fault."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int
    fault: str = Field(min_length=3)
    holds: str = Field(min_length=3)
    tests: list[str] = []
    open: str = ""

    @property
    def standing(self) -> Standing:
        """What is open is said, however many tests show the rest of it."""
        if not self.open:
            return Standing.TRIED
        return Standing.PART if self.tests else Standing.OPEN


class Chapter(BaseModel):
    """Faults of one kind."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    row: list[Row]


def chapters() -> list[Chapter]:
    """What we know, kind by kind."""
    read = tomllib.loads((HERE / "rows.toml").read_text(encoding="utf-8"))
    return [Chapter(**one) for one in read["chapter"]]


def rows() -> list[Row]:
    """The same without its chapters."""
    return [row for chapter in chapters() for row in chapter.row]
