"""What stands on a letter, before it is a page."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from babel.dates import format_date

from provisioner.mail.language import Language
from provisioner.mail.wording import Part, Shape, Text, Wording, filled, of_office
from provisioner.settings.branding import Branding

FOLDER = Path(__file__).resolve().parent / "texts"
TITLE = Part("title", shape=Shape.LINE)
GREETINGS = {
    Language.PL: ("Szanowni Państwo,", "Z\N{NO-BREAK SPACE}poważaniem"),
    Language.EN: ("Dear customer,", "Yours sincerely"),
}
"""How every letter begins and ends."""
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
    """A letter ready for the press; `blocks` are paragraphs and lists (of points) in their order.

    `wording` says in which words of the office's own it speaks; empty for the shipped ones.
    """

    recipient: Recipient
    number: str
    written: date
    title: str
    blocks: Sequence[str | Sequence[str]]
    wording: str = ""

    @property
    def day(self) -> str:
        """The day it was written, as letters say it."""
        return day(self.written, self.recipient.language)


def day(moment: date, language: Language) -> str:
    """A day inside a sentence: `2 grudnia 2026`."""
    return format_date(moment, "d MMMM y", locale=language)


def text(name: str, *parts: Part) -> Text:
    """A letter's text: its title, then these parts."""
    return Text(name, (TITLE, *parts), FOLDER)


def written(
    text: Text,
    recipient: Recipient,
    number: str,
    on: date,
    branding: Branding,
    wording: Wording,
    *,
    points: Mapping[str, Sequence[str]] | None = None,
    without: Collection[str] = (),
    **values: str,
) -> Letter:
    """The letter: its parts in their order, each with the `points` that it announces, `without` those not said now.

    It is plain text: the press sets it as data, so nothing in it can be a command of the typesetter.
    """
    language = recipient.language
    said, names = wording.said(text, language), of_office(branding, language) | {"number": number} | values
    greeting, farewell = GREETINGS[language]
    blocks: list[str | Sequence[str]] = [greeting]
    for part in text.parts[1:]:
        if part.name in without:
            continue
        blocks += [_typeset(filled(one, names), language) for one in part.lines(said[part.name])]
        if told := (points or {}).get(part.name):
            blocks.append([_typeset(one, language) for one in told])
    title = _typeset(said[TITLE.name], language)
    return Letter(recipient, number, on, title, [*blocks, farewell], wording.mark(text, language))


def lines(typed: str) -> list[str]:
    """What somebody typed line by line, as points."""
    return [line.strip() for line in typed.splitlines() if line.strip()]


def _typeset(line: str, language: Language) -> str:
    line = " ".join(line.split())
    return LONELY.sub("\N{NO-BREAK SPACE}", line) if language is Language.PL else line
