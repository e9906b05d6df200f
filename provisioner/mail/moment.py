"""A moment or a day as mails say it: with the name of the day, and the time on the office's wall."""

from datetime import date, datetime

from babel.dates import format_date, format_datetime

from provisioner.mail.language import Language
from provisioner.office.time import OFFICE_TIME

PATTERNS = {
    Language.PL: "EEEE, d MMMM yyyy, 'godz.' HH:mm",
    Language.EN: "EEEE, d MMMM yyyy, HH:mm",
}


def moment(at: datetime, language: Language) -> str:
    """`wtorek, 1 grudnia 2026, godz. 12:30`."""
    return format_datetime(at.astimezone(OFFICE_TIME), PATTERNS[language], locale=language.value)


def day_named(day: date) -> str:
    """`wtorek, 1 grudnia 2026`, in the office's own language."""
    return format_date(day, "EEEE, d MMMM yyyy", locale=Language.PL.value)
