"""The letter that calls for the completion of an application (R2, R4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from provisioner.letters.about import About
from provisioner.letters.letter import WAYS, Letter, Recipient, day, lines, text, written
from provisioner.letters.ways import ways
from provisioner.mail.wording import Part, Wording
from provisioner.settings.branding import Branding

TEXTS = {
    about: text(
        f"call_{about}",
        Part("opening", needs=("received",), may=("number",)),
        Part("ask", needs=("ways", "number")),
        Part("when", needs=("last_day",)),
        Part("closing", may=("number",)),
    )
    for about in About
}
"""What is missing stands as points behind the beginning."""


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


def call_for_completion(told: CallForCompletion, branding: Branding, wording: Wording) -> Letter:
    """The letter; every line of what is missing becomes a point."""
    language = told.recipient.language
    return written(
        TEXTS[told.about], told.recipient, told.number, told.returned, branding, wording,
        points={"opening": lines(told.missing)},
        received=day(told.received, language),
        ways=ways(branding, language, told.channels),
        last_day=str(told.last_day),
    )  # fmt: skip
