"""The last mail to an address that is no longer the account's."""

from dataclasses import dataclass

from provisioner.mail.language import Language
from provisioner.mail.notice import notice
from provisioner.mail.wording import SUBJECT, Part, Text, Wording
from provisioner.outside.ports import Mail
from provisioner.settings.branding import Branding

TEXT = Text(
    "address_changed", (SUBJECT, Part("opening", needs=("login", "new_address")), Part("closing", may=("login",)))
)


@dataclass(frozen=True)
class AddressChanged:
    """What is told at the old address. `new_address` shows as much of the new one as its reader may see."""

    to: str
    language: Language
    login: str
    new_address: str
    name: str = ""
    not_me: str = ""


def masked(email: str) -> str:
    """The first letter and the domain: its owner knows it again, nobody can write to it."""
    local, _, domain = email.rpartition("@")
    return f"{local[:1]}•••@{domain}"


def address_changed(told: AddressChanged, branding: Branding, wording: Wording) -> Mail:
    """The mail in the customer's language; the subject holds no personal data."""
    return notice(
        TEXT, told, branding, wording, name=told.name, login=told.login, new_address=told.new_address
    )  # fmt: skip
