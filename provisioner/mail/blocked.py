"""The mail that tells customers of a blocked account."""

from dataclasses import dataclass

from provisioner.mail.language import Language
from provisioner.mail.rendering import rendered
from provisioner.outside.ports import Mail
from provisioner.settings.branding import Branding

SUBJECTS = {
    Language.PL: "Twoje konto iBOK zostało zablokowane",
    Language.EN: "Your iBOK account is blocked",
}


@dataclass(frozen=True)
class Blocked:
    """What the customer is told. `name` and `reason` are empty where the office does not repeat them."""

    to: str
    language: Language
    login: str
    name: str = ""
    reason: str = ""
    not_me: str = ""


def blocked(told: Blocked, branding: Branding) -> Mail:
    """The mail in the customer's language; the subject holds no personal data."""
    return rendered("blocked", SUBJECTS[told.language], told, branding)
