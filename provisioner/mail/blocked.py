"""The mail that tells customers of a blocked account."""

from dataclasses import dataclass

from provisioner.mail.language import Language
from provisioner.mail.notice import notice
from provisioner.mail.wording import SUBJECT, Part, Shape, Text, Wording
from provisioner.outside.ports import Mail
from provisioner.settings.branding import Branding

TEXT = Text(
    "blocked",
    (
        SUBJECT,
        Part("opening", needs=("login",)),
        Part("reason", needs=("reason",), shape=Shape.NOTE),
        Part("closing", may=("login",)),
    ),
)


@dataclass(frozen=True)
class Blocked:
    """What the customer is told. `name` and `reason` are empty where the office does not repeat them."""

    to: str
    language: Language
    login: str
    name: str = ""
    reason: str = ""
    not_me: str = ""


def blocked(told: Blocked, branding: Branding, wording: Wording) -> Mail:
    """The mail in the customer's language; the subject holds no personal data."""
    without = () if told.reason else ("reason",)
    return notice(
        TEXT, told, branding, wording, name=told.name, without=without, login=told.login, reason=told.reason
    )  # fmt: skip
