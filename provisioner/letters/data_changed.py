"""The letter that confirms a change of data (R5): which of them, never what they say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from provisioner.letters.letter import Letter, Recipient, day, text, written
from provisioner.mail.wording import Part, Wording
from provisioner.settings.branding import Branding

TEXT = text(
    "confirmation_changed",
    Part("opening", needs=("login", "done"), may=("received",)),
    Part("after", may=("login",)),
    Part("closing", needs=("number",)),
)
"""What was changed stands as points behind the beginning."""


@dataclass(frozen=True)
class Changed:
    """Which `fields` of which account were changed when."""

    recipient: Recipient
    number: str
    received: date
    done: date
    login: str
    fields: Sequence[str]


def data_changed(told: Changed, branding: Branding, wording: Wording) -> Letter:
    """The letter."""
    language = told.recipient.language
    return written(
        TEXT, told.recipient, told.number, told.done, branding, wording,
        points={"opening": told.fields},
        received=day(told.received, language),
        done=day(told.done, language),
        login=told.login,
    )  # fmt: skip
