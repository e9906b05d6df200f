"""The mail that tells customers of a closed account (R8)."""

from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from provisioner.mail.language import Language
from provisioner.mail.rendering import rendered
from provisioner.outside.ports import Mail
from provisioner.settings.branding import Branding

SUBJECTS = {
    Language.PL: "Twoje konto iBOK zostało zamknięte",
    Language.EN: "Your iBOK account is closed",
}


@dataclass(frozen=True)
class Closed:
    """What the customer is told; without `erased_on` the data is gone already. `name` may be empty."""

    to: str
    language: Language
    login: str
    closed_on: date
    erased_on: date | None = None
    name: str = ""
    not_me: str = ""


def closed(told: Closed, branding: Branding) -> Mail:
    """The mail in the customer's language; the subject holds no personal data."""
    day = {"format": "d MMMM yyyy", "locale": told.language.value}
    return rendered(
        "closed",
        SUBJECTS[told.language],
        told,
        branding,
        closed_on=format_date(told.closed_on, **day),
        erased_on=format_date(told.erased_on, **day) if told.erased_on else "",
    )
