"""The mail that tells customers which of their data were changed."""

from dataclasses import dataclass

from provisioner.mail.language import Language
from provisioner.mail.rendering import rendered
from provisioner.outside.ports import Mail
from provisioner.settings.branding import Branding

SUBJECTS = {
    Language.PL: "Zmieniono dane konta iBOK",
    Language.EN: "Data of your iBOK account were changed",
}


@dataclass(frozen=True)
class DataChanged:
    """What the customer is told: the names of the fields, never what they say."""

    to: str
    language: Language
    login: str
    fields: tuple[str, ...]
    name: str = ""
    not_me: str = ""


def data_changed(told: DataChanged, branding: Branding) -> Mail:
    """The mail in the customer's language; the subject holds no personal data."""
    return rendered("data_changed", SUBJECTS[told.language], told, branding)
