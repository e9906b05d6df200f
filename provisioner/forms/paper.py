"""An edition of the paper form as its file says it, before it is loaded."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from provisioner.forms.tables import ClauseKind, FormEdition
from provisioner.settings import SettingsError
from provisioner.settings.files import yaml_object

MOST_CLAUSES = 40
"""More would not fit a sheet."""


def _said(text: str) -> str:
    if not text.strip():
        raise ValueError("a text is expected")
    return text


Text = Annotated[str, AfterValidator(_said)]


class ClauseText(BaseModel):
    """One clause as written in an edition file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int = Field(ge=1, le=999)
    kind: ClauseKind
    required: bool = True
    pl: Text
    en: Text


class DraftText(BaseModel):
    """All that an edition says, before a day is named from which it counts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: Text = Field(max_length=FormEdition.code.type.length)
    regulamin_version: Text = Field(max_length=FormEdition.regulamin_version.type.length)
    clauses: tuple[ClauseText, ...] = Field(min_length=1)

    @property
    def required_consents(self) -> list[int]:
        """The numbers of consents without which nobody gets an account: a consent must be free (art. 7(4) GDPR)."""
        return [one.number for one in self.clauses if one.required and one.kind is ClauseKind.CONSENT]

    @model_validator(mode="after")
    def _numbered_once(self) -> Self:
        counted = Counter(clause.number for clause in self.clauses)
        if twice := [str(number) for number, times in counted.items() if times > 1]:
            raise ValueError(f"clauses: number {', '.join(twice)} stands more than once")
        return self


class EditionText(DraftText):
    """An edition as written in a file."""

    valid_from: date


def read_edition(file: Path) -> EditionText:
    """The edition in a file. Raises SettingsError with one line for each fault: file, place, what is expected."""
    try:
        text = EditionText.model_validate(yaml_object(file))
    except ValidationError as error:
        raise SettingsError("\n".join(f"{file.name}: {fault}" for fault in _faults(error))) from None
    # Not a rule of the text itself: an edition loaded before with more must still be read.
    if len(text.clauses) > MOST_CLAUSES:
        raise SettingsError(f"{file.name}: clauses: at most {MOST_CLAUSES} are expected, not {len(text.clauses)}")
    return text


def _faults(error: ValidationError) -> Iterator[str]:
    for found in error.errors(include_input=False, include_url=False):
        place = " / ".join(str(part + 1) if isinstance(part, int) else part for part in found["loc"])
        yield f"{place}: ".removeprefix(": ") + found["msg"].removeprefix("Value error, ")
