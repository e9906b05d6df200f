"""The letter that confirms what the customer has declared: consents, or a new Regulamin (R2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from provisioner.letters.letter import Letter, Recipient, day, text, written
from provisioner.mail.language import Language
from provisioner.mail.wording import Part, Wording
from provisioner.settings.branding import Branding

CONSENTED = {
    Language.PL: ("zgoda udzielona: {text} (klauzula {number})", "zgoda wycofana: {text} (klauzula {number})"),
    Language.EN: ("consent given: {text} (clause {number})", "consent withdrawn: {text} (clause {number})"),
}
NEEDS, CLOSING = ("received", "done", "login"), Part("closing", needs=("number",))
CONSENTS = text("declared_consents", Part("opening", needs=NEEDS), Part("after"), CLOSING)
REGULAMIN = text("declared_regulamin", Part("opening", needs=(*NEEDS, "regulamin")), CLOSING)


@dataclass(frozen=True)
class DeclaredConsent:
    """A consent that changes, by its number and text on the paper: given from now on, or withdrawn."""

    number: int
    text: str
    given: bool


@dataclass(frozen=True)
class Declared:
    """What was declared for which account: the Regulamin that is accepted, or else the consents that change."""

    recipient: Recipient
    number: str
    received: date
    done: date
    login: str
    regulamin: str
    consents: Sequence[DeclaredConsent]


def declared(told: Declared, branding: Branding, wording: Wording) -> Letter:
    """The letter."""
    language = told.recipient.language
    given, withdrawn = CONSENTED[language]
    points = [(given if one.given else withdrawn).format(number=one.number, text=one.text) for one in told.consents]
    return written(
        REGULAMIN if told.regulamin else CONSENTS, told.recipient, told.number, told.done, branding, wording,
        points={"opening": points},
        received=day(told.received, language),
        done=day(told.done, language),
        login=told.login,
        regulamin=told.regulamin,
    )  # fmt: skip
