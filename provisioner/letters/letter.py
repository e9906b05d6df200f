"""What stands on a letter, before it is a page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.dates import format_date
from jinja2 import Environment, PackageLoader, StrictUndefined

from provisioner.mail.language import Language
from provisioner.settings.branding import Branding

# Plain text, no markup: the press sets it as data, so nothing in it can be a command of the typesetter.
_templates = Environment(  # noqa: S701
    loader=PackageLoader("provisioner.letters"), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
ITEM = "- "
"""A line of a template that begins so is a point of a list."""
WAYS: Sequence[str] = ("counter", "post", "email")
"""How the customer may answer: what a letter invites to where the office takes every way."""
LONELY = re.compile(r"(?<=\b[aiouwzAIOUWZ]) ")
"""Polish leaves no single letter at the end of a line."""


@dataclass(frozen=True)
class Recipient:
    """Whom a letter goes to: the lines above the fold, the name first; and the language it is written in."""

    lines: Sequence[str]
    language: Language

    @classmethod
    def at(cls, name: str, street: str, postcode: str, town: str, country: str, language: Language) -> "Recipient":
        """Somebody at a postal address; what is empty takes no line."""
        lines = (name, street, f"{postcode} {town}".strip(), country)
        return cls([line for line in lines if line], language)


@dataclass(frozen=True)
class Letter:
    """A letter ready for the press; `blocks` are paragraphs and lists (of points) in their order."""

    recipient: Recipient
    number: str
    written: date
    title: str
    blocks: Sequence[str | Sequence[str]]

    @property
    def day(self) -> str:
        """The day it was written, as letters say it."""
        return day(self.written, self.recipient.language)


def day(moment: date, language: Language) -> str:
    """A day inside a sentence: `2 grudnia 2026`."""
    return format_date(moment, "d MMMM y", locale=language)


def written(name: str, recipient: Recipient, number: str, on: date, branding: Branding, **values: Any) -> Letter:
    """The letter said by the template `name.LANGUAGE.txt`: its first line is the title, empty lines part blocks."""
    language = recipient.language
    text = _templates.get_template(f"{name}.{language}.txt").render(
        number=number, brand=branding, hours=branding.hours(language), **values
    )
    if language is Language.PL:
        text = LONELY.sub("\N{NO-BREAK SPACE}", text)
    title, *parts = [part.strip() for part in text.split("\n\n") if part.strip()]
    return Letter(recipient, number, on, title, [_block(part) for part in parts])


def _block(part: str) -> str | Sequence[str]:
    lines = [line.strip() for line in part.splitlines() if line.strip()]
    if lines[0].startswith(ITEM):
        return [line.removeprefix(ITEM) for line in lines]
    return " ".join(lines)
