"""The mail that tells customers which of their data were changed."""

from dataclasses import dataclass

from provisioner.mail.language import Language
from provisioner.mail.notice import notice
from provisioner.mail.wording import SUBJECT, Part, Text, Wording
from provisioner.outside.ports import Mail
from provisioner.settings.branding import Branding

TEXT = Text("data_changed", (SUBJECT, Part("opening", needs=("login", "fields")), Part("closing", may=("login",))))


@dataclass(frozen=True)
class DataChanged:
    """What the customer is told: the names of the fields, never what they say."""

    to: str
    language: Language
    login: str
    fields: tuple[str, ...]
    name: str = ""
    not_me: str = ""


def data_changed(told: DataChanged, branding: Branding, wording: Wording) -> Mail:
    """The mail in the customer's language; the subject holds no personal data."""
    fields = ", ".join(told.fields)
    return notice(TEXT, told, branding, wording, name=told.name, login=told.login, fields=fields)
