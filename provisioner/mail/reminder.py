"""The mail that reminds of a temporary password nobody has used: where it is to be found, until when it works."""

from dataclasses import dataclass
from datetime import datetime

from provisioner.mail.credentials import TEXT as ACCESS
from provisioner.mail.language import Language
from provisioner.mail.moment import moment
from provisioner.mail.notice import notice
from provisioner.mail.wording import SUBJECT, Part, Shape, Strong, Text, Wording
from provisioner.outside.ports import Mail
from provisioner.settings.branding import Branding

TEXT = Text(
    "reminder",
    (
        SUBJECT,
        Part("opening", needs=("login", "until")),
        Part("steps", needs=("access_mail",), may=("sent",), shape=Shape.STEPS),
        Part("closing", may=("login", "until")),
    ),
)


@dataclass(frozen=True)
class Reminder:
    """What the customer is told, no password. `name` is empty where the office does not repeat it."""

    to: str
    language: Language
    login: str
    name: str
    sent_at: datetime
    valid_until: datetime
    not_me: str = ""


def reminder(told: Reminder, branding: Branding, wording: Wording) -> Mail:
    """The mail in the customer's language; the subject holds no personal data."""
    sent, until = (moment(at, told.language) for at in (told.sent_at, told.valid_until))
    access = wording.said(ACCESS, told.language)[SUBJECT.name]
    return notice(
        TEXT, told, branding, wording, name=told.name, login=told.login, until=Strong(until), sent=sent,
        access_mail=access,
    )  # fmt: skip
