"""The mail that tells customers of a closed account (R8)."""

from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from provisioner.mail.language import Language
from provisioner.mail.rendering import rendered
from provisioner.outside.ports import Mail
from provisioner.settings.branding import Branding

CLOSED = {
    Language.PL: "Twoje konto iBOK zostało zamknięte",
    Language.EN: "Your iBOK account is closed",
}
DELETED = {
    Language.PL: "Twoje konto iBOK zostało usunięte",
    Language.EN: "Your iBOK account is deleted",
}


@dataclass(frozen=True)
class Closed:
    """What the customer is told; `until` is the last day for taking it back, without it the account is deleted.

    `ground` and `name` may be empty.
    """

    to: str
    language: Language
    login: str
    closed_on: date
    until: date | None = None
    ground: str = ""
    name: str = ""
    not_me: str = ""


def closed(told: Closed, branding: Branding) -> Mail:
    """The mail in the customer's language; the subject holds no personal data."""
    day = {"format": "d MMMM yyyy", "locale": told.language.value}
    return rendered(
        "closed",
        (CLOSED if told.until else DELETED)[told.language],
        told,
        branding,
        closed_on=format_date(told.closed_on, **day),
        until=format_date(told.until, **day) if told.until else "",
    )
