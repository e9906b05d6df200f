"""What the pages of the texts show."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from provisioner import administration, wording
from provisioner.administration import Change
from provisioner.journal import Event
from provisioner.letters.catalog import SAMPLES as LETTER_SAMPLES
from provisioner.mail.catalog import SAMPLES as MAIL_SAMPLES
from provisioner.mail.language import Language
from provisioner.mail.wording import Part, Shape, Text, Wording, shipped
from provisioner.settings.branding import Branding
from provisioner.web.pages.settings.view import by_whom
from provisioner.web.pages.texts.typed import Typed, as_shipped, field
from provisioner.web.words.office.texts import LANGUAGES, NAMES, part_in, part_label, reworded, rule_of, title
from provisioner.web.words.translate import _
from provisioner.wording import LETTERS, MAILS, TEXTS, OwnPart, Version

LATEST = 10


@dataclass(frozen=True)
class TextLine:
    """One text in the list; `stale` where shipped words have changed under the office's own."""

    name: str
    title: str
    own: bool
    stale: bool
    changed: str


@dataclass(frozen=True)
class FieldView:
    """One part in one language: what stands in its field, and the shipped words where it differs from them.

    `over` are the shipped words it was written over, where those are others by now; `unused` where it holds a name
    that this version does not fill in.
    """

    name: str
    language: str
    label: str
    said: str
    error: str
    shipped: str
    over: str
    unused: bool


@dataclass(frozen=True)
class PartView:
    """One part with its fields; `line` of one that is one line."""

    name: str
    label: str
    rule: str
    line: bool
    fields: Sequence[FieldView]


@dataclass(frozen=True)
class VersionView:
    """One version: its number, who saved it when, and what it changed."""

    number: int
    by: str
    changes: Sequence[tuple[str, str, str]]


@dataclass(frozen=True)
class Shown:
    """A mail or letter as it would leave: its heading and text, and as what else it can be looked at."""

    language: str
    label: str
    heading: str
    text: str
    paper: bool


def text_groups(db: Session) -> list[tuple[str, list[TextLine]]]:
    """Every text in its order: mails, then letters."""
    versions, changes = wording.versions(db), administration.newest(db, Event.TEXT_REWORDED)

    def lines(texts: Iterable[str]) -> list[TextLine]:
        return [_line(name, versions.get(name, Version()), changes.get(name)) for name in texts]

    return [(_("Mails"), lines(MAILS)), (_("Letters on paper"), lines(LETTERS))]


def _line(name: str, standing: Version, last: Change | None) -> TextLine:
    stale = any(_over(TEXTS[name], language, part, standing) for language in Language for part in TEXTS[name].parts)
    return TextLine(name, title(name), bool(standing.parts), stale, by_whom(last) if last else _("never changed"))


def part_views(text: Text, standing: Version, typed: Typed | None) -> list[PartView]:
    """The fields of a text, with what was typed and what is wrong with it."""
    values = typed.raw if typed else _kept(text, standing)
    errors = typed.errors if typed else {}
    return [
        PartView(
            part.name, part_label(part.name), rule_of(part), part.shape is Shape.LINE,
            [_field(text, part, language, standing, values, errors) for language in Language],
        )
        for part in text.parts
    ]  # fmt: skip


def names(text: Text) -> list[tuple[str, str]]:
    """The names that its parts may hold, each with what it stands for."""
    used = dict.fromkeys(name for part in text.parts for name in part.names)
    return [(f"{{{name}}}", str(NAMES[name])) for name in used]


def version_views(db: Session, name: str) -> list[VersionView]:
    """The last versions, the newest first."""
    return [
        VersionView(one.version, by_whom(one), list(reworded(one.before or {}, one.after or {})))
        for one in administration.latest(db, name, LATEST, Event.TEXT_REWORDED)
    ]


def shown(name: str, words: Wording, branding: Branding) -> list[Shown]:
    """How it would leave in both languages with these words; everything in it is about nobody."""
    return [_shown(name, language, branding, words) for language in Language]


def _shown(name: str, language: Language, branding: Branding, words: Wording) -> Shown:
    label = str(LANGUAGES[language])
    if name in MAILS:
        mail = MAIL_SAMPLES[name](language, branding, words)
        return Shown(language.value, label, mail.subject, mail.text, paper=False)
    letter = LETTER_SAMPLES[name](language, branding, words)
    blocks = [one if isinstance(one, str) else "\n".join(f"– {point}" for point in one) for one in letter.blocks]
    return Shown(language.value, label, letter.title, "\n\n".join(blocks), paper=True)


def _kept(text: Text, standing: Version) -> Mapping[str, str]:
    own = {field(language, part): said for language, parts in standing.own.items() for part, said in parts.items()}
    return {**as_shipped(text), **own}


def _field(
    text: Text, part: Part, language: Language, standing: Version, values: Mapping[str, str], errors: Mapping[str, str]
) -> FieldView:
    name, own = field(language, part.name), _own(part, language, standing)
    return FieldView(
        name, language.value, str(LANGUAGES[language]), values.get(name, ""), errors.get(name, ""),
        shipped=part.tidy(shipped(text, language)[part.name]) if own else "",
        over=_over(text, language, part, standing),
        unused=own is not None and not part.fits(own.said),
    )  # fmt: skip


def _own(part: Part, language: Language, standing: Version) -> OwnPart | None:
    return standing.parts.get(language, {}).get(part.name)


def _over(text: Text, language: Language, part: Part, standing: Version) -> str:
    """The shipped words under own ones, if this version ships others."""
    own = _own(part, language, standing)
    return own.over if own and own.over != part.tidy(shipped(text, language)[part.name]) else ""


def error_links(parts: Sequence[PartView]) -> Iterator[tuple[str, str]]:
    """Where each thing to correct is, and what it is."""
    for part in parts:
        for one in part.fields:
            if one.error:
                yield one.name, f"{part_in(part.name, Language(one.language))}: {one.error}"
