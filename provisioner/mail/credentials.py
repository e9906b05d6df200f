"""The access mail: login, temporary password, basic data, where to log in, until when it is valid (R5)."""

from dataclasses import dataclass
from datetime import datetime

from provisioner.mail.language import Language
from provisioner.mail.moment import moment
from provisioner.mail.rendering import rendered
from provisioner.outside.password import TemporaryPassword
from provisioner.outside.ports import Mail
from provisioner.settings.branding import Branding

SUBJECTS = {
    Language.PL: "Twoje konto iBOK jest gotowe",
    Language.EN: "Your iBOK account is ready",
}


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


def credentials(told: Credentials, branding: Branding) -> Mail:
    """The mail in the customer's language; the subject holds no personal data."""
    return rendered(
        "credentials",
        SUBJECTS[told.language],
        told,
        branding,
        groups=told.password.groups(),
        password=told.password.reveal(),
        valid_until=moment(told.valid_until, told.language),
    )
