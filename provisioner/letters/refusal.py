"""The letter that refuses what a paper asks for; of an account it names the clauses that were not accepted (R2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from provisioner.letters.about import About
from provisioner.letters.letter import WAYS, Letter, Recipient, day, text, written
from provisioner.letters.ways import ways
from provisioner.mail.language import Language
from provisioner.mail.wording import Part, Text, Wording
from provisioner.settings.branding import Branding

CLAUSES = {Language.PL: "klauzula {number}: {text}", Language.EN: "clause {number}: {text}"}
OF_CLAUSES = (About.ACCOUNT, About.REGULAMIN)
"""What can be refused because of clauses."""


def _text(about: About) -> Text:
    return text(
        f"refusal_{about}",
        Part("opening", needs=("received",)),
        Part("reason", needs=("reason",)),
        *([Part("clauses")] if about in OF_CLAUSES else []),
        Part("again", may=("ways",)),
        Part("closing", needs=("number",)),
    )


TEXTS = {about: _text(about) for about in About}


@dataclass(frozen=True)
class RefusedClause:
    """A required clause that was not accepted, by its number and text on the paper."""

    number: int
    text: str


@dataclass(frozen=True)
class Refusal:
    """Which application was refused, why, and on which clauses, if any."""

    recipient: Recipient
    number: str
    received: date
    refused: date
    reason: str
    clauses: Sequence[RefusedClause]
    about: About = About.ACCOUNT
    channels: Sequence[str] = WAYS


def refusal(told: Refusal, branding: Branding, wording: Wording) -> Letter:
    """The letter."""
    language, to = told.recipient.language, told.recipient
    points = [CLAUSES[language].format(number=one.number, text=one.text) for one in told.clauses]
    return written(
        TEXTS[told.about], to, told.number, told.refused, branding, wording,
        points={"clauses": points},
        without=() if points else ("clauses",),
        received=day(told.received, language),
        reason=told.reason,
        ways=ways(branding, language, told.channels),
    )  # fmt: skip
