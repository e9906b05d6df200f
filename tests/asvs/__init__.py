"""OWASP ASVS 5.0.0, requirement by requirement: what it asks in our words, whom it concerns, what shows that it is met.

`levels.toml` holds the ids of the standard with their levels, `chapters` what we say of each; the sentences of the
standard are at owasp.org. Every id of level 1 and 2 stands there once, of level 3 those that are met or spoken of.
"""

import tomllib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


class Standing(StrEnum):
    """How a requirement stands."""

    TESTS = "met, shown by tests"
    DOCUMENTS = "met, shown by documents"
    DEVIATION = "deviation"
    OPEN = "open"
    NOT_APPLICABLE = "not applicable"


class Who(StrEnum):
    """Whom a requirement concerns: our programs, the realms' configuration, the machine, what is written down."""

    APP = "app"
    REALM = "realm"
    DEPLOYMENT = "deployment"
    DOCUMENT = "document"


class Requirement(BaseModel):
    """One or several ids that ask for the same here."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ids: list[str] = Field(min_length=1)
    words: str = Field(min_length=3)
    who: list[Who] = Field(min_length=1)
    tests: list[str] = []
    documents: list[str] = []
    not_applicable: str = ""
    deviation: str = ""
    open: str = ""

    @property
    def standing(self) -> Standing:
        """How it stands; what is open is open, however many tests show the rest of it."""
        if self.not_applicable:
            return Standing.NOT_APPLICABLE
        if self.open:
            return Standing.OPEN
        if self.deviation:
            return Standing.DEVIATION
        return Standing.TESTS if self.tests else Standing.DOCUMENTS


class Chapter(BaseModel):
    """One chapter of the standard."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    chapter: int
    title: str
    requirement: list[Requirement]


def levels() -> dict[str, int]:
    """The level of every id of the standard."""
    read = tomllib.loads((HERE / "levels.toml").read_text(encoding="utf-8"))
    return {one: level for level in (1, 2, 3) for one in read[f"level_{level}"].split()}


def chapters() -> list[Chapter]:
    """What we say, chapter by chapter."""
    files = sorted((HERE / "chapters").glob("*.toml"))
    return [Chapter(**tomllib.loads(file.read_text(encoding="utf-8"))) for file in files]


def requirements() -> Iterator[Requirement]:
    """The same without its chapters."""
    for one in chapters():
        yield from one.requirement
