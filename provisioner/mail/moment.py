"""A moment as mails say it: the day with its name and the time on the office's wall."""

from datetime import datetime

from babel.dates import format_datetime

from provisioner.mail.language import Language
from provisioner.office.time import OFFICE_TIME

PATTERNS = {
    Language.PL: "EEEE, d MMMM yyyy, 'godz.' HH:mm",
    Language.EN: "EEEE, d MMMM yyyy, HH:mm",
}


def moment(at: datetime, language: Language) -> str:
    """`wtorek, 1 grudnia 2026, godz. 12:30`."""
    return format_datetime(at.astimezone(OFFICE_TIME), PATTERNS[language], locale=language.value)
