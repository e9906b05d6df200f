"""Every text that goes to customers by mail, in the order of a list, and each as a mail about nobody to look at."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import partial

from provisioner.mail.address_changed import TEXT as ADDRESS_CHANGED
from provisioner.mail.address_changed import AddressChanged, address_changed, masked
from provisioner.mail.blocked import TEXT as BLOCKED
from provisioner.mail.blocked import Blocked, blocked
from provisioner.mail.closed import CLOSED, DELETED, Closed, closed
from provisioner.mail.credentials import TEXT as CREDENTIALS
from provisioner.mail.credentials import Credentials, credentials
from provisioner.mail.data_changed import TEXT as DATA_CHANGED
from provisioner.mail.data_changed import DataChanged, data_changed
from provisioner.mail.language import Language
from provisioner.mail.letter_attached import TEXT as LETTER_ATTACHED
from provisioner.mail.letter_attached import LetterAttached, letter_attached
from provisioner.mail.new_regulamin import TEXT as NEW_REGULAMIN
from provisioner.mail.new_regulamin import NewRegulamin, new_regulamin
from provisioner.mail.reminder import TEXT as REMINDER
from provisioner.mail.reminder import Reminder, reminder
from provisioner.mail.security_changed import TEXTS as SECURITY
from provisioner.mail.security_changed import SecurityChange, SecurityChanged, security_changed
from provisioner.mail.unblocked import TEXT as UNBLOCKED
from provisioner.mail.unblocked import Unblocked, unblocked
from provisioner.mail.wording import Text, Wording
from provisioner.outside.password import TemporaryPassword
from provisioner.outside.ports import Mail
from provisioner.settings.branding import Branding

TEXTS: Mapping[str, Text] = {
    text.name: text
    for text in (
        CREDENTIALS, REMINDER, BLOCKED, UNBLOCKED, CLOSED, DELETED, DATA_CHANGED, ADDRESS_CHANGED, *SECURITY.values(),
        NEW_REGULAMIN, LETTER_ATTACHED,
    )
}  # fmt: skip

TO, LOGIN, NUMBER = "klient@example.com", "104233", "2026/000123"
PASSWORD = TemporaryPassword("abcd2345efgh6789")
NAMES = {Language.PL: "Maria Przykładowa", Language.EN: "Maria Example"}
GROUNDS = {Language.PL: "rezygnacja klienta", Language.EN: "the customer resigns"}
REASONS = {Language.PL: "prośba o zablokowanie konta", Language.EN: "we were asked to block the account"}
FIELDS = {Language.PL: ("adres e-mail", "telefon"), Language.EN: ("e-mail address", "phone")}
TERMS = {Language.PL: "Regulamin iBOK z 2 stycznia 2027 r.", Language.EN: "Terms of iBOK of 2 January 2027"}
LOGIN_PAGE = "https://logowanie.example.com/"
SENT, UNTIL = datetime(2026, 11, 24, 8, tzinfo=UTC), datetime(2026, 12, 1, 8, tzinfo=UTC)
DAY, LAST_DAY = date(2026, 12, 2), date(2026, 12, 16)
NOT_ME = {language: f"https://konto.example.com/not-me?lang={language}" for language in Language}

Sample = Callable[[Language, Branding, Wording], Mail]


def _access(language: Language, branding: Branding, wording: Wording) -> Mail:
    told = Credentials(
        TO, language, LOGIN, PASSWORD, NAMES[language], LOGIN, LOGIN_PAGE, False, UNTIL, True, NOT_ME[language]
    )
    return credentials(told, branding, wording)


def _reminder(language: Language, branding: Branding, wording: Wording) -> Mail:
    return reminder(
        Reminder(TO, language, LOGIN, NAMES[language], SENT, UNTIL, NOT_ME[language]), branding, wording
    )  # fmt: skip


def _blocked(language: Language, branding: Branding, wording: Wording) -> Mail:
    told = Blocked(TO, language, LOGIN, NAMES[language], REASONS[language], NOT_ME[language])
    return blocked(told, branding, wording)


def _unblocked(language: Language, branding: Branding, wording: Wording) -> Mail:
    return unblocked(Unblocked(TO, language, LOGIN, NAMES[language], NOT_ME[language]), branding, wording)


def _closed(until: date | None, language: Language, branding: Branding, wording: Wording) -> Mail:
    told = Closed(TO, language, LOGIN, DAY, until, GROUNDS[language], NAMES[language], NOT_ME[language])
    return closed(told, branding, wording)


def _data_changed(language: Language, branding: Branding, wording: Wording) -> Mail:
    told = DataChanged(TO, language, LOGIN, FIELDS[language], NAMES[language], NOT_ME[language])
    return data_changed(told, branding, wording)


def _address_changed(language: Language, branding: Branding, wording: Wording) -> Mail:
    told = AddressChanged(TO, language, LOGIN, masked("klient@example.org"), NAMES[language], NOT_ME[language])
    return address_changed(told, branding, wording)


def _security(what: SecurityChange, language: Language, branding: Branding, wording: Wording) -> Mail:
    told = SecurityChanged(TO, language, LOGIN, NAMES[language], what, SENT, NOT_ME[language])
    return security_changed(told, branding, wording)


def _new_regulamin(language: Language, branding: Branding, wording: Wording) -> Mail:
    told = NewRegulamin(TO, language, LOGIN, TERMS[language], DAY, LAST_DAY, NAMES[language], NOT_ME[language])
    return new_regulamin(told, branding, wording)


def _letter_attached(language: Language, branding: Branding, wording: Wording) -> Mail:
    return letter_attached(LetterAttached(TO, language, NUMBER), branding, wording)


SAMPLES: Mapping[str, Sample] = {
    CREDENTIALS.name: _access,
    REMINDER.name: _reminder,
    BLOCKED.name: _blocked,
    UNBLOCKED.name: _unblocked,
    CLOSED.name: partial(_closed, LAST_DAY),
    DELETED.name: partial(_closed, None),
    DATA_CHANGED.name: _data_changed,
    ADDRESS_CHANGED.name: _address_changed,
    **{text.name: partial(_security, what) for what, text in SECURITY.items()},
    NEW_REGULAMIN.name: _new_regulamin,
    LETTER_ATTACHED.name: _letter_attached,
}
"""Each text as a mail with everything that can stand in it; its password is nobody's."""
