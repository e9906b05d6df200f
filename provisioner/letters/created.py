"""The letter that confirms a new account (R4): its login, and that the password comes by e-mail only (R5)."""

from dataclasses import dataclass
from datetime import date

from provisioner.letters.letter import Letter, Recipient, day, text, written
from provisioner.mail.wording import Part, Wording
from provisioner.settings.branding import Branding

TEXT = text(
    "confirmation_created",
    Part("opening", needs=("login", "done"), may=("received",)),
    Part("password", needs=("mailbox",)),
    Part("closing", needs=("number",)),
)


@dataclass(frozen=True)
class Created:
    """Which account was created when, and the mailbox to which its password goes."""

    recipient: Recipient
    number: str
    received: date
    done: date
    login: str
    mailbox: str


def created(told: Created, branding: Branding, wording: Wording) -> Letter:
    """The letter."""
    language = told.recipient.language
    return written(
        TEXT, told.recipient, told.number, told.done, branding, wording,
        received=day(told.received, language),
        done=day(told.done, language),
        login=told.login,
        mailbox=told.mailbox,
    )  # fmt: skip
