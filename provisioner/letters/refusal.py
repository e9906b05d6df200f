"""The letter that refuses what a paper asks for; of an account it names the clauses that were not accepted (R2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from provisioner.letters.about import About
from provisioner.letters.letter import WAYS, Letter, Recipient, day, written
from provisioner.settings.branding import Branding


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


def refusal(told: Refusal, branding: Branding) -> Letter:
    """The letter."""
    return written(
        "refusal", told.recipient, told.number, told.refused, branding,
        received=day(told.received, told.recipient.language),
        reason=" ".join(told.reason.split()),
        clauses=told.clauses,
        about=told.about.value,
        channels=told.channels,
    )  # fmt: skip
