"""The mail that brings a letter as an attachment; it says nothing of what stands there."""

from dataclasses import dataclass

from provisioner.mail.language import Language
from provisioner.mail.notice import notice
from provisioner.mail.wording import SUBJECT, Part, Strong, Text, Wording
from provisioner.outside.ports import Mail
from provisioner.settings.branding import Branding

TEXT = Text("letter_attached", (SUBJECT, Part("opening", needs=("number",)), Part("closing", may=("number",))))


@dataclass(frozen=True)
class LetterAttached:
    """To whom the letter of which case goes."""

    to: str
    language: Language
    number: str


def letter_attached(told: LetterAttached, branding: Branding, wording: Wording) -> Mail:
    """The mail in the customer's language; the subject holds no personal data."""
    return notice(TEXT, told, branding, wording, number=Strong(told.number))
