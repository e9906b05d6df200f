"""The sentences of a text as data: shipped with this version, the office's own in the place of some, names filled in.

What the office types is never a template: names of a fixed list are replaced, once, and everything else stays text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path

from markupsafe import Markup, escape

from provisioner.mail.language import Language
from provisioner.settings.branding import Branding
from provisioner.settings.files import toml_object

FOLDER = Path(__file__).resolve().parent / "texts"
BLANK_LINE = re.compile(r"\n\s*\n")
NAME = re.compile(r"\{([a-z_]+)\}")
OFFICE = ("utility", "office", "phone", "email", "hours")
"""The names every part but a subject may have."""

Said = Mapping[str, str]
"""What each part of a text says in one language, by the part's name."""
Own = Mapping[Language, Said]
"""The parts of one text that the office says in its own words."""


class Shape(StrEnum):
    """How a part stands on the page."""

    LINE = "line"
    PARAGRAPHS = "paragraphs"
    NOTE = "note"
    STEPS = "steps"


@dataclass(frozen=True)
class Part:
    """One part of a text: which names it must hold, or else does not say what it is for, and which it may."""

    name: str
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    shape: Shape = Shape.PARAGRAPHS

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it may hold; a subject holds none, for it leaves unsealed."""
        return () if self.shape is Shape.LINE else (*self.needs, *self.may, *OFFICE)

    def lines(self, said: str) -> list[str]:
        """Its paragraphs, each on one line; of steps every line is one."""
        pieces = said.splitlines() if self.shape is Shape.STEPS else BLANK_LINE.split(said)
        found = [" ".join(piece.split()) for piece in pieces if piece.strip()]
        return [" ".join(found)] if self.shape is Shape.LINE and found else found

    def tidy(self, said: str) -> str:
        """The same text with nothing in it that no reader sees."""
        return ("\n" if self.shape is Shape.STEPS else "\n\n").join(self.lines(said))

    def missing(self, said: str) -> list[str]:
        """The names it must hold and does not."""
        return [name for name in self.needs if f"{{{name}}}" not in said]

    def foreign(self, said: str) -> list[str]:
        """What stands in curly brackets, or is one, and is no name of this part."""
        left = NAME.sub(lambda found: "" if found[1] in self.names else found[0], said)
        return re.findall(r"\{[^{}\s]*\}|[{}]", left)

    def fits(self, said: str) -> bool:
        """Whether it can be said so."""
        return bool(said) and not self.missing(said) and not self.foreign(said)


SUBJECT = Part("subject", shape=Shape.LINE)


@dataclass(frozen=True)
class Text:
    """One text of the office by its name, its parts in their order, and where its shipped words lie."""

    name: str
    parts: tuple[Part, ...]
    folder: Path = FOLDER


@dataclass(frozen=True)
class Wording:
    """The office's own words over the shipped ones; `numbers` tell the version of each text that was ever changed."""

    own: Mapping[str, Own] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)

    def said(self, text: Text, language: Language) -> dict[str, str]:
        """What each part says; own words with a name that this version no longer fills in are left aside."""
        return {**shipped(text, language), **self._own(text, language)}

    def mark(self, text: Text, language: Language) -> str:
        """By which a mail or letter tells how it was worded: `blocked 3`; empty where it said what is shipped."""
        number = self.numbers.get(text.name)
        return f"{text.name} {number}" if number and self._own(text, language) else ""

    def _own(self, text: Text, language: Language) -> dict[str, str]:
        own = self.own.get(text.name, {}).get(language, {})
        return {one.name: own[one.name] for one in text.parts if one.fits(own.get(one.name, ""))}


AS_SHIPPED = Wording()


@cache
def _file(folder: Path, language: Language) -> Mapping[str, Said]:
    return toml_object(folder / f"{language}.toml")


def shipped(text: Text, language: Language) -> Said:
    """What each part of a text says in this version."""
    return _file(text.folder, language)[text.name]


class Strong(str):
    """A value that stands out."""

    __slots__ = ()

    def __html__(self) -> str:
        return Markup("<strong>{}</strong>").format(str(self))


class Link(str):
    """An address that can be pressed, and read as well."""

    __slots__ = ()

    def __html__(self) -> str:
        return Markup('<a href="{0}">{0}</a>').format(str(self))


def of_office(branding: Branding, language: Language) -> dict[str, str]:
    """The values of the office's names."""
    values = (branding.name, branding.office, branding.phone, branding.email, branding.hours(language))
    return dict(zip(OFFICE, values, strict=True))


def filled(said: str, values: Mapping[str, str]) -> str:
    """The text with each name replaced, once: a value that looks like a name stays what it is."""
    return NAME.sub(lambda found: str(values[found[1]]), said)


def marked(said: str, values: Mapping[str, str]) -> Markup:
    """The same for HTML: everything is escaped, values may stand out."""
    pieces = NAME.split(said)
    return Markup().join(escape(values[one] if at % 2 else one) for at, one in enumerate(pieces))
