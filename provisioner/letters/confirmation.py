"""The letter that confirms a closed account, or a deleted one (R8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from provisioner.letters.letter import WAYS, Letter, Recipient, day, written
from provisioner.settings.branding import Branding


@dataclass(frozen=True)
class Confirmation:
    """What was done with which account on what ground; `until` is the last day for taking it back, if there is one."""

    recipient: Recipient
    number: str
    received: date
    done: date
    login: str
    ground: str
    until: date | None = None
    channels: Sequence[str] = WAYS


def confirmation(told: Confirmation, branding: Branding) -> Letter:
    """The letter."""
    language = told.recipient.language
    return written(
        "confirmation", told.recipient, told.number, told.done, branding,
        received=day(told.received, language),
        done=day(told.done, language),
        login=told.login,
        ground=told.ground,
        until=day(told.until, language) if told.until else "",
        channels=told.channels,
    )  # fmt: skip
