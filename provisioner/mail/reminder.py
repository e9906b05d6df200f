"""The mail that reminds of a temporary password nobody has used: where it is to be found, until when it works."""

from dataclasses import dataclass
from datetime import datetime

from provisioner.mail.credentials import SUBJECTS as ACCESS
from provisioner.mail.language import Language
from provisioner.mail.moment import moment
from provisioner.mail.rendering import rendered
from provisioner.outside.ports import Mail
from provisioner.settings.branding import Branding

SUBJECTS = {
    Language.PL: "Hasło tymczasowe do iBOK wkrótce wygaśnie",
    Language.EN: "Your temporary iBOK password expires soon",
}


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


def reminder(told: Reminder, branding: Branding) -> Mail:
    """The mail in the customer's language; the subject holds no personal data."""
    sent, end = (moment(at, told.language) for at in (told.sent_at, told.valid_until))
    subject, access = SUBJECTS[told.language], ACCESS[told.language]
    return rendered("reminder", subject, told, branding, sent=sent, end=end, access=access)
