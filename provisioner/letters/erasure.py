"""The letters about a request to erase (art. 12 and 17 GDPR): its answer, more time for it, what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from provisioner.letters.letter import Letter, Recipient, day, written
from provisioner.mail.language import Language
from provisioner.settings.branding import Branding

EXCEPTIONS: Mapping[Language, Mapping[str, str]] = {
    Language.PL: {
        "legal_duty": "dane są niezbędne do wywiązania się z obowiązku prawnego (art. 17 ust. 3 lit. b RODO)",
        "claims": "dane są niezbędne do ustalenia, dochodzenia lub obrony roszczeń (art. 17 ust. 3 lit. e RODO)",
    },
    Language.EN: {
        "legal_duty": "the data are necessary to comply with a legal duty (GDPR art. 17(3)(b))",
        "claims": "the data are necessary to establish, exercise or defend legal claims (GDPR art. 17(3)(e))",
    },
}
"""Why data are kept, as the person reads it, by the value of the ground."""


@dataclass(frozen=True)
class ErasedCase:
    """A case that was erased, and whether an account stood on it."""

    number: str
    received: date
    account: bool


@dataclass(frozen=True)
class KeptCase:
    """A case that is kept: by which exception (a value of the ground), why and until when."""

    number: str
    received: date
    account: bool
    ground: str
    reason: str
    until: date


@dataclass(frozen=True)
class ErasureAnswer:
    """What was erased and what was not, or with `refusal` why nothing was; `days` is how long the request is kept."""

    recipient: Recipient
    number: str
    received: date
    decided: date
    days: int
    erased: Sequence[ErasedCase] = ()
    kept: Sequence[KeptCase] = ()
    refusal: str = ""


@dataclass(frozen=True)
class ErasureDelay:
    """Why the month is not enough, and the last day of the term that is."""

    recipient: Recipient
    number: str
    received: date
    extended: date
    reason: str
    due: date


@dataclass(frozen=True)
class ErasureQuestion:
    """What has to be known before anything can be erased, as who it is that asks."""

    recipient: Recipient
    number: str
    received: date
    returned: date
    missing: str


def erasure_answer(told: ErasureAnswer, branding: Branding) -> Letter:
    """The letter."""
    language = told.recipient.language
    kept = [
        {
            "case": one, "day": day(one.received, language), "why": EXCEPTIONS[language][one.ground],
            "reason": " ".join(one.reason.split()), "until": day(one.until, language),
        }
        for one in told.kept
    ]  # fmt: skip
    return written(
        "erasure_answer", told.recipient, told.number, told.decided, branding,
        received=day(told.received, language),
        erased=[{"case": one, "day": day(one.received, language)} for one in told.erased],
        kept=kept,
        refusal=" ".join(told.refusal.split()),
        days=told.days,
    )  # fmt: skip


def erasure_delay(told: ErasureDelay, branding: Branding) -> Letter:
    """The letter."""
    language = told.recipient.language
    return written(
        "erasure_delay", told.recipient, told.number, told.extended, branding,
        received=day(told.received, language), reason=" ".join(told.reason.split()), due=day(told.due, language),
    )  # fmt: skip


def erasure_question(told: ErasureQuestion, branding: Branding) -> Letter:
    """The letter; every line of what is missing becomes a point."""
    return written(
        "erasure_question", told.recipient, told.number, told.returned, branding,
        received=day(told.received, told.recipient.language),
        missing=[line.strip() for line in told.missing.splitlines() if line.strip()],
    )  # fmt: skip
