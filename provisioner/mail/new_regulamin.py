"""The mail that asks a customer to accept a new Regulamin (R2)."""

from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from provisioner.mail.language import Language
from provisioner.mail.notice import notice
from provisioner.mail.wording import SUBJECT, Part, Shape, Text, Wording
from provisioner.outside.ports import Mail
from provisioner.settings.branding import Branding

TEXT = Text(
    "new_regulamin",
    (
        SUBJECT,
        Part("opening", needs=("regulamin", "since")),
        Part("wanted", needs=("login", "until"), shape=Shape.NOTE),
        Part("closing", may=("login", "regulamin", "until")),
    ),
)


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


def new_regulamin(told: NewRegulamin, branding: Branding, wording: Wording) -> Mail:
    """The mail in the customer's language; the subject holds no personal data."""
    day = {"format": "d MMMM yyyy", "locale": told.language.value}
    return notice(
        TEXT, told, branding, wording, name=told.name, login=told.login, regulamin=told.regulamin,
        since=format_date(told.since, **day), until=format_date(told.until, **day),
    )  # fmt: skip
