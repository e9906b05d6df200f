"""What only the office can say of the accessibility of its pages: dates, gaps, building (act of 4.04.2019, art. 10)."""

from datetime import date
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from provisioner.settings import branding
from provisioner.settings.errors import SettingsError
from provisioner.settings.files import toml_object

PATH = "/accessibility"
"""Where each face has the page."""
SECTION = "accessibility"
REVIEWED_BY = (3, 31)
"""Month and day by which each year somebody looks whether it is still true (art. 11)."""


class Statement(BaseModel):
    """The office's part of the declaration; without gaps it declares that the pages conform."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    published: date
    updated: date
    declared: date
    reviewed: date
    contact_pl: str = Field(min_length=1)
    contact_en: str = Field(min_length=1)
    building_pl: str = Field(min_length=1)
    building_en: str = Field(min_length=1)
    communication_pl: str = Field(min_length=1)
    communication_en: str = Field(min_length=1)
    gaps_pl: tuple[str, ...] = ()
    gaps_en: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _the_same_in_both(self) -> Self:
        if len(self.gaps_pl) != len(self.gaps_en):
            raise ValueError("gaps_pl and gaps_en name the same gaps, one a line")
        return self

    @property
    def review_due(self) -> date:
        """The last day for the next review."""
        return date(self.reviewed.year + 1, *REVIEWED_BY)

    def is_overdue(self, today: date) -> bool:
        """Whether nobody has reviewed it in time."""
        return today > self.review_due


def load(file: Path | None = None) -> Statement | None:
    """The office's part, of the shipped branding by default; None where the office has not written it.

    Raises SettingsError with one line for each entry that is missing, unknown or wrong.
    """
    file = file or branding.shipped()
    entries = toml_object(file).get(SECTION)
    if entries is None:
        return None
    try:
        return Statement.model_validate(entries)
    except ValidationError as error:
        raise SettingsError("\n".join(_line(file.name, one["loc"], one["msg"]) for one in error.errors())) from None


def _line(name: str, place: tuple[int | str, ...], message: str) -> str:
    return f"{name}: {'.'.join(map(str, (SECTION, *place)))}: {message}"
