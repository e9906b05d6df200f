"""The mail that tells customers that their account is blocked no more."""

from dataclasses import dataclass

from provisioner.mail.language import Language
from provisioner.mail.rendering import rendered
from provisioner.outside.ports import Mail
from provisioner.settings.branding import Branding

SUBJECTS = {
    Language.PL: "Twoje konto iBOK zostało odblokowane",
    Language.EN: "Your iBOK account is unblocked",
}


@dataclass(frozen=True)
class Unblocked:
    """What the customer is told. `name` is empty where the office does not repeat it."""

    to: str
    language: Language
    login: str
    name: str = ""
    not_me: str = ""


def unblocked(told: Unblocked, branding: Branding) -> Mail:
    """The mail in the customer's language; the subject holds no personal data."""
    return rendered("unblocked", SUBJECTS[told.language], told, branding)
