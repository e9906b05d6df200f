"""The mail that tells customers what was changed about how they log in, so that a stranger who did it shows (R6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from provisioner.mail.language import Language
from provisioner.mail.moment import moment
from provisioner.mail.rendering import rendered
from provisioner.outside.ports import Mail
from provisioner.settings.branding import Branding


class SecurityChange(StrEnum):
    """What was changed."""

    PASSWORD = "password"  # noqa: S105 - the name of a change
    CODES_ON = "codes_on"
    CODES_OFF = "codes_off"


TEXTS: Mapping[Language, Mapping[SecurityChange, tuple[str, str]]] = {
    Language.PL: {
        SecurityChange.PASSWORD: (
            "Hasło do konta iBOK zostało zmienione",
            "hasło do konta {login} zostało ustawione albo zmienione: {at}.",
        ),
        SecurityChange.CODES_ON: (
            "Włączono kod jednorazowy do konta iBOK",
            "logowanie na konto {login} wymaga teraz także kodu jednorazowego z aplikacji. Włączono go: {at}.",
        ),
        SecurityChange.CODES_OFF: (
            "Wyłączono kod jednorazowy do konta iBOK",
            "logowanie na konto {login} nie wymaga już kodu jednorazowego. Wyłączono go: {at}.",
        ),
    },
    Language.EN: {
        SecurityChange.PASSWORD: (
            "The password of your iBOK account was changed",
            "The password of the account {login} was set or changed: {at}.",
        ),
        SecurityChange.CODES_ON: (
            "One-time codes are on for your iBOK account",
            "Signing in to the account {login} now needs a one-time code from your app as well. Turned on: {at}.",
        ),
        SecurityChange.CODES_OFF: (
            "One-time codes are off for your iBOK account",
            "Signing in to the account {login} needs no one-time code any more. Turned off: {at}.",
        ),
    },
}
"""Subject, and the sentence that says what and when."""


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


def security_changed(told: SecurityChanged, branding: Branding) -> Mail:
    """The mail in the customer's language; the subject holds no personal data."""
    subject, said = TEXTS[told.language][told.what]
    happened = said.format(login=told.login, at=moment(told.at, told.language))
    return rendered("security_changed", subject, told, branding, happened=happened)
