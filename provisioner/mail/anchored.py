"""The mail that carries an anchor of the journal out of the house, to whoever checks it later."""

from dataclasses import dataclass

from provisioner.mail.language import Language
from provisioner.mail.rendering import rendered
from provisioner.outside.ports import Mail
from provisioner.settings.branding import Branding


@dataclass(frozen=True)
class Anchored:
    """One signed anchor as a line of JSON, and how many lines the journal had."""

    to: str
    lines: int
    day: str
    anchor: str
    language: Language = Language.PL
    """The office's own; the mail goes to no customer."""


def anchored(told: Anchored, branding: Branding) -> Mail:
    """The mail; it holds no personal data, as the anchor holds none."""
    return rendered("anchored.pl", f"Kotwica dziennika, {told.day}", told, branding)
