"""The mail that tells customers that their account is blocked no more."""

from dataclasses import dataclass

from provisioner.mail.language import Language
from provisioner.mail.notice import notice
from provisioner.mail.wording import SUBJECT, Part, Text, Wording
from provisioner.outside.ports import Mail
from provisioner.settings.branding import Branding

TEXT = Text("unblocked", (SUBJECT, Part("opening", needs=("login",)), Part("closing", may=("login",))))


@dataclass(frozen=True)
class Unblocked:
    """What the customer is told. `name` is empty where the office does not repeat it."""

    to: str
    language: Language
    login: str
    name: str = ""
    not_me: str = ""


def unblocked(told: Unblocked, branding: Branding, wording: Wording) -> Mail:
    """The mail in the customer's language; the subject holds no personal data."""
    return notice(TEXT, told, branding, wording, name=told.name, login=told.login)
