"""The mail that tells customers of a closed account (R8)."""

from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from provisioner.mail.language import Language
from provisioner.mail.notice import notice
from provisioner.mail.wording import SUBJECT, Part, Shape, Text, Wording
from provisioner.outside.ports import Mail
from provisioner.settings.branding import Branding

GROUND = Part("ground", needs=("ground",))
CLOSED = Text(
    "closed",
    (
        SUBJECT,
        Part("opening", needs=("login", "closed_on")),
        GROUND,
        Part("undo", needs=("until",), shape=Shape.NOTE),
        Part("closing", may=("login",)),
    ),
)
DELETED = Text(
    "deleted", (SUBJECT, Part("opening", needs=("login", "closed_on")), GROUND, Part("closing", may=("login",)))
)


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


def closed(told: Closed, branding: Branding, wording: Wording) -> Mail:
    """The mail in the customer's language; the subject holds no personal data."""
    day = {"format": "d MMMM yyyy", "locale": told.language.value}
    return notice(
        CLOSED if told.until else DELETED, told, branding, wording,
        name=told.name,
        without=() if told.ground else (GROUND.name,),
        login=told.login,
        ground=told.ground,
        closed_on=format_date(told.closed_on, **day),
        until=format_date(told.until, **day) if told.until else "",
    )  # fmt: skip
