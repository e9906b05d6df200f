"""A mail to a customer: a greeting, then the parts of its text in their order; text and HTML say the same."""

import textwrap
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from provisioner.mail.language import Language
from provisioner.mail.rendering import MASK, Told, rendered
from provisioner.mail.wording import SUBJECT, Part, Shape, Strong, Text, Wording, filled, marked, of_office
from provisioner.outside.ports import Mail
from provisioner.settings.branding import Branding

WIDTH = 78
GREETINGS = {
    Language.PL: ("Dzień dobry,", "Dzień dobry, {name},"),
    Language.EN: ("Hello,", "Hello {name},"),
}
"""Without a name and with one."""
GAPS = {
    Language.PL: "Odstępy w haśle tylko ułatwiają czytanie, nie wpisuj ich.",
    Language.EN: "The gaps in the password only make it easier to read; do not type them.",
}


@dataclass(frozen=True, repr=False)
class Fact:
    """One line of the box; `exact` is typed by letters, easier to read in `groups`, a `secret` is kept nowhere."""

    label: str
    value: str
    exact: bool = False
    groups: Sequence[str] = ()
    secret: bool = False

    def masked(self) -> "Fact":
        """The line as it may be kept."""
        return replace(self, value=MASK, groups=()) if self.secret else self


@dataclass(frozen=True, repr=False)
class Block:
    """What stands together: as text, and as lines of HTML or what its box tells."""

    text: str
    shape: Shape = Shape.PARAGRAPHS
    lines: Sequence[Markup] = ()
    facts: Sequence[Fact] = ()


def notice(
    text: Text,
    told: Told,
    branding: Branding,
    wording: Wording,
    *,
    name: str = "",
    facts: Sequence[Fact] = (),
    without: Collection[str] = (),
    **values: str,
) -> Mail:
    """The mail; the `facts` stand in a box before its steps, `without` names the parts that are not said this time."""
    language = told.language
    said, names = wording.said(text, language), of_office(branding, language) | values
    spoken = [part for part in text.parts if part.name not in without]
    blocks = list(_blocks(spoken, said, names, facts))
    kept = [_box([fact.masked() for fact in one.facts]) if one.facts else one for one in blocks]
    greeting, called = GREETINGS[language][bool(name)], {"name": Strong(name)}
    return rendered(
        "notice", said[SUBJECT.name], told, branding, wording=wording.mark(text, language), blocks=blocks,
        kept={"blocks": kept}, gaps=GAPS[language],
        greeting=filled(greeting, called), greeting_marked=marked(greeting, called),
    )  # fmt: skip


def _blocks(
    parts: Sequence[Part], said: Mapping[str, str], names: Mapping[str, str], facts: Sequence[Fact]
) -> Iterator[Block]:
    for part in parts:
        if facts and part.shape is Shape.STEPS:
            yield _box(facts)
        if part is not SUBJECT:
            yield _block(part, said[part.name], names)


def _block(part: Part, said: str, names: Mapping[str, str]) -> Block:
    found = part.lines(said)
    if part.shape is Shape.STEPS:
        text = "\n".join(_wrapped(f"{at}. {filled(one, names)}", "   ") for at, one in enumerate(found, 1))
    else:
        text = "\n\n".join(_wrapped(filled(one, names)) for one in found)
    return Block(text, part.shape, [marked(one, names) for one in found])


def _box(facts: Sequence[Fact]) -> Block:
    widest = max(len(one.label) for one in facts) + 2
    return Block("\n".join(f"{one.label + ':':{widest}}{one.value}" for one in facts), facts=facts)


def _wrapped(line: str, indent: str = "") -> str:
    """No word is broken, for it may be an address."""
    return textwrap.fill(line, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
