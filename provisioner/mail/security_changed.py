"""The mail that tells customers what was changed about how they log in, so that a stranger who did it shows (R6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from provisioner.mail.language import Language
from provisioner.mail.moment import moment
from provisioner.mail.notice import notice
from provisioner.mail.wording import SUBJECT, Part, Text, Wording
from provisioner.outside.ports import Mail
from provisioner.settings.branding import Branding


class SecurityChange(StrEnum):
    """What was changed."""

    PASSWORD = "password"  # noqa: S105 - the name of a change
    CODES_ON = "codes_on"
    CODES_OFF = "codes_off"


TEXTS: Mapping[SecurityChange, Text] = {
    one: Text(one.value, (SUBJECT, Part("opening", needs=("login", "at")), Part("closing", may=("login",))))
    for one in SecurityChange
}


@dataclass(frozen=True)
class SecurityChanged:
    """What the customer is told. `name` is empty where the office does not repeat it."""

    to: str
    language: Language
    login: str
    name: str
    what: SecurityChange
    at: datetime
    not_me: str = ""


def security_changed(told: SecurityChanged, branding: Branding, wording: Wording) -> Mail:
    """The mail in the customer's language; the subject holds no personal data."""
    at = moment(told.at, told.language)
    return notice(TEXTS[told.what], told, branding, wording, name=told.name, login=told.login, at=at)
