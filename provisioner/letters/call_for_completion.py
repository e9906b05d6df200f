"""The letter that calls for the completion of an application (R2, R4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from provisioner.letters.about import About
from provisioner.letters.letter import WAYS, Letter, Recipient, day, written
from provisioner.settings.branding import Branding


@dataclass(frozen=True)
class CallForCompletion:
    """What is missing from which application, and the working day by which a complete one is registered."""

    recipient: Recipient
    number: str
    received: date
    returned: date
    missing: str
    last_day: int
    about: About = About.ACCOUNT
    channels: Sequence[str] = WAYS


def call_for_completion(told: CallForCompletion, branding: Branding) -> Letter:
    """The letter; every line of what is missing becomes a point."""
    return written(
        "call_for_completion", told.recipient, told.number, told.returned, branding,
        received=day(told.received, told.recipient.language),
        missing=[line.strip() for line in told.missing.splitlines() if line.strip()],
        last_day=told.last_day,
        about=told.about.value,
        channels=told.channels,
    )  # fmt: skip
