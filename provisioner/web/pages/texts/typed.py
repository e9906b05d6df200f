"""A text as it is typed: each part in both languages, an empty one for the shipped words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from provisioner import office
from provisioner.entry.reader import Reader
from provisioner.mail.language import Language
from provisioner.mail.wording import Said, Shape, Text, shipped
from provisioner.web.words.messages import message
from provisioner.web.words.office.texts import wrong

LONGEST = {Shape.LINE: 120}
LONGEST_PART = 2000
Words = Mapping[Language, Said]


@dataclass(frozen=True)
class Typed:
    """What was typed for each field, what each part would say, and what is wrong by the field's name."""

    raw: Mapping[str, str]
    words: Words
    errors: Mapping[str, str]

    @property
    def mark(self) -> str:
        """A short name of all of it, by which a form tells what was looked at."""
        return office.mark(self.words)


def field(language: Language, part: str) -> str:
    """The name of the field of a part."""
    return f"{language}-{part}"


def read(text: Text, raw: Mapping[str, str]) -> Typed:
    """The text that was typed, with everything that is wrong with it."""
    reading = Reader(raw, today=date.min, customer_number=str)
    words = {language: _said(reading, text, language) for language in Language}
    found, errors = {one.field: message(one) for one in reading.problems}, {}
    for part in text.parts:
        for language in Language:
            name = field(language, part.name)
            if error := found.get(name) or wrong(part, words[language][part.name]):
                errors[name] = error
    return Typed(raw, words, errors)


def as_shipped(text: Text) -> dict[str, str]:
    """A text as it would be typed to say what this version ships."""
    return {
        field(language, part.name): part.tidy(shipped(text, language)[part.name])
        for language in Language
        for part in text.parts
    }


def _said(reading: Reader, text: Text, language: Language) -> Said:
    said = {}
    for part in text.parts:
        typed = reading.lines(field(language, part.name), LONGEST.get(part.shape, LONGEST_PART))
        said[part.name] = part.tidy(typed) or part.tidy(shipped(text, language)[part.name])
    return said
