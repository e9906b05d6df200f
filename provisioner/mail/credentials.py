"""The access mail: login, temporary password, basic data, where to log in, until when it is valid (R5)."""

from dataclasses import dataclass
from datetime import datetime

from provisioner.mail.language import Language
from provisioner.mail.moment import moment
from provisioner.mail.notice import Fact, notice
from provisioner.mail.wording import SUBJECT, Link, Part, Shape, Text, Wording
from provisioner.outside.password import TemporaryPassword
from provisioner.outside.ports import Mail
from provisioner.settings.branding import Branding

TEXT = Text(
    "credentials",
    (
        SUBJECT,
        Part("opening"),
        Part("replaces", shape=Shape.NOTE),
        Part("steps", needs=("login_page", "password_rule"), shape=Shape.STEPS),
        Part("closing"),
    ),
)
"""Login, temporary password and until when it is valid stand in a box: no wording can leave them out."""
LABELS = {
    Language.PL: ("Login", "Hasło tymczasowe", "Numer klienta", "Hasło jest ważne do"),
    Language.EN: ("Login", "Temporary password", "Customer number", "The password is valid until"),
}
RULES = {
    Language.PL: ("co najmniej 8 znaków, w tym litera i cyfra", "co najmniej 15 znaków"),
    Language.EN: ("at least 8 characters, with a letter and a digit", "at least 15 characters"),
}
"""What a password of one's own must be, plain and strong."""


@dataclass(frozen=True)
class Credentials:
    """What the customer is told. `name` and `customer_number` are empty where the office does not repeat them."""

    to: str
    language: Language
    login: str
    password: TemporaryPassword
    name: str
    customer_number: str
    login_page: str
    strong_profile: bool
    valid_until: datetime
    replaces: bool
    not_me: str = ""


def credentials(told: Credentials, branding: Branding, wording: Wording) -> Mail:
    """The mail in the customer's language; the subject holds no personal data."""
    return notice(
        TEXT, told, branding, wording,
        name=told.name,
        facts=_facts(told),
        without=() if told.replaces else ("replaces",),
        login_page=Link(told.login_page),
        password_rule=RULES[told.language][told.strong_profile],
    )  # fmt: skip


def _facts(told: Credentials) -> list[Fact]:
    login, password, number, until = LABELS[told.language]
    found = [
        Fact(login, told.login, exact=True),
        Fact(password, told.password.reveal(), exact=True, groups=told.password.groups(), secret=True),
        Fact(number, told.customer_number),
        Fact(until, moment(told.valid_until, told.language)),
    ]
    return [one for one in found if one.value]
