"""The letter that confirms what the customer has declared: consents, or a new Regulamin (R2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from provisioner.letters.letter import Letter, Recipient, day, written
from provisioner.settings.branding import Branding


@dataclass(frozen=True)
class DeclaredConsent:
    """A consent that changes, by its number and text on the paper: given from now on, or withdrawn."""

    number: int
    text: str
    given: bool


@dataclass(frozen=True)
class Declared:
    """What was declared for which account: the Regulamin that is accepted, or else the consents that change."""

    recipient: Recipient
    number: str
    received: date
    done: date
    login: str
    regulamin: str
    consents: Sequence[DeclaredConsent]


def declared(told: Declared, branding: Branding) -> Letter:
    """The letter."""
    language = told.recipient.language
    return written(
        "declared", told.recipient, told.number, told.done, branding,
        received=day(told.received, language),
        done=day(told.done, language),
        login=told.login,
        regulamin=told.regulamin,
        consents=told.consents,
    )  # fmt: skip
