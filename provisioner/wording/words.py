"""Reading and keeping the office's own words; each is kept with the shipped ones it was written over."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from provisioner.database import insert_or_update
from provisioner.mail.language import Language
from provisioner.mail.wording import Said, Wording, shipped
from provisioner.wording.tables import OwnText
from provisioner.wording.texts import TEXTS

EVERY = sa.select(OwnText.name, OwnText.number, OwnText.parts)


class UnknownText(LookupError):
    """There is no text of this name."""


class TextChanged(Exception):
    """The text has another version by now than the one somebody changed."""


@dataclass(frozen=True)
class OwnPart:
    """A part in the office's words, and the shipped ones it was written over."""

    said: str
    over: str


@dataclass(frozen=True)
class Version:
    """A text as it stands; 0 is the number of one that was never changed."""

    number: int = 0
    parts: Mapping[Language, Mapping[str, OwnPart]] = field(default_factory=dict)

    @property
    def own(self) -> dict[Language, dict[str, str]]:
        """Its own words alone."""
        return {language: {name: one.said for name, one in parts.items()} for language, parts in self.parts.items()}


def version(session: Session, name: str) -> Version:
    """The version of one text. Raises UnknownText."""
    if name not in TEXTS:
        raise UnknownText(name)
    return versions(session).get(name, Version())


def versions(session: Session) -> dict[str, Version]:
    """The version of each text that was ever changed."""
    rows = session.connection().execute(EVERY)
    return {name: Version(number, dict(_read(parts))) for name, number, parts in rows}


def in_force(session: Session) -> Wording:
    """The words in which mails and letters are to speak now."""
    found = versions(session)
    return Wording({name: one.own for name, one in found.items()}, {name: one.number for name, one in found.items()})


def put(session: Session, name: str, said: Mapping[Language, Said], *, seen: int) -> tuple[Version, Version]:
    """Let a text say this where it differs from what is shipped, if its version is still the one `seen`.

    Gives the version before and after, which are the same where nothing changes. Raises UnknownText, TextChanged.
    """
    before = version(session, name)
    if before.number != seen:
        raise TextChanged(name)
    parts = {language: dict(_own(name, language, words)) for language, words in said.items()}
    parts = {language: own for language, own in parts.items() if own}
    if parts == before.parts:
        return before, before
    after = Version(seen + 1, parts)
    kept = {language.value: {part: asdict(one) for part, one in own.items()} for language, own in parts.items()}
    if not _kept(session, name, after.number, kept):
        raise TextChanged(name)
    return before, after


def noted(worded: str, under: str = "wording") -> dict[str, str]:
    """What a line of the journal tells of a mail or letter that spoke in the office's own words."""
    return {under: worded} if worded else {}


def _own(name: str, language: Language, said: Said) -> Iterator[tuple[str, OwnPart]]:
    text = TEXTS[name]
    over = shipped(text, language)
    for part in text.parts:
        words = part.tidy(said.get(part.name, ""))
        if words and words != part.tidy(over[part.name]):
            yield part.name, OwnPart(words, part.tidy(over[part.name]))


def _kept(session: Session, name: str, number: int, parts: Mapping[str, Any]) -> bool:
    """One conditional statement: of two who save at the same moment, one."""
    if number == 1:
        new = insert_or_update(session, OwnText).values(name=name, number=number, parts=parts)
        done = session.execute(new.on_conflict_do_nothing().returning(OwnText.name))
    else:
        changed = sa.update(OwnText).where(OwnText.name == name, OwnText.number == number - 1)
        done = session.execute(changed.values(number=number, parts=parts).returning(OwnText.name))
    return done.first() is not None


def _read(parts: Mapping[str, Any]) -> Iterator[tuple[Language, Mapping[str, OwnPart]]]:
    for language, own in parts.items():
        yield Language(language), {name: OwnPart(**one) for name, one in own.items()}
