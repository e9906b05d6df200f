"""The mail that brings a letter as an attachment; it says nothing of what stands there."""

from dataclasses import dataclass

from provisioner.mail.language import Language
from provisioner.mail.rendering import rendered
from provisioner.outside.ports import Mail
from provisioner.settings.branding import Branding

SUBJECTS = {Language.PL: "Pismo w Twojej sprawie w iBOK", Language.EN: "A letter about your iBOK case"}


@dataclass(frozen=True)
class LetterAttached:
    """To whom the letter of which case goes."""

    to: str
    language: Language
    number: str


def letter_attached(told: LetterAttached, branding: Branding) -> Mail:
    """The mail in the customer's language; the subject holds no personal data."""
    return rendered("letter_attached", SUBJECTS[told.language], told, branding)
