"""The mail that asks a customer to accept a new Regulamin (R2)."""

from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from provisioner.mail.language import Language
from provisioner.mail.rendering import rendered
from provisioner.outside.ports import Mail
from provisioner.settings.branding import Branding

SUBJECTS = {
    Language.PL: "Nowy Regulamin iBOK: prosimy o akceptację",
    Language.EN: "New terms of iBOK: please accept them",
}


@dataclass(frozen=True)
class NewRegulamin:
    """What is to be accepted for which account, since when it is in force and until when that is to be done.

    `name` may be empty.
    """

    to: str
    language: Language
    login: str
    regulamin: str
    since: date
    until: date
    name: str = ""
    not_me: str = ""


def new_regulamin(told: NewRegulamin, branding: Branding) -> Mail:
    """The mail in the customer's language; the subject holds no personal data."""
    day = {"format": "d MMMM yyyy", "locale": told.language.value}
    return rendered(
        "new_regulamin", SUBJECTS[told.language], told, branding,
        since=format_date(told.since, **day), until=format_date(told.until, **day),
    )  # fmt: skip
