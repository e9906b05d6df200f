"""The letters about a request to erase (art. 12 and 17 GDPR): its answer, more time for it, what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from provisioner.letters.letter import Letter, Recipient, day, lines, text, written
from provisioner.mail.language import Language
from provisioner.mail.wording import Part, Wording
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


ERASED = {
    Language.PL: (
        "sprawę {number} z dnia {day}: wniosek i wszystko, co do niego należało",
        "sprawę {number} z dnia {day}: wniosek, konto w iBOK i wszystko, co do nich należało",
    ),
    Language.EN: (
        "case {number} of {day}: the application and all that belonged to it",
        "case {number} of {day}: the application, the iBOK account and all that belonged to them",
    ),
}
KEPT = {
    Language.PL: (
        "sprawy {number} z dnia {day} ({what}), ponieważ {why}. Powód: {reason}. Zachowamy te dane najdłużej do dnia "
        "{until}"
    ),
    Language.EN: (
        "case {number} of {day} ({what}), because {why}. Reason: {reason}. We keep these data until {until} at the "
        "latest"
    ),
}
WHAT = {
    Language.PL: ("wniosek", "wniosek i konto w iBOK"),
    Language.EN: ("the application", "the application and the iBOK account"),
}
DAYS = {Language.PL: ("dzień", "dni"), Language.EN: ("day", "days")}
"""Each without an account and with one; of one day and of more."""

OPENING = Part("opening", needs=("received",))
STORED, COMPLAINT = Part("stored", needs=("days",)), Part("complaint")
CLOSING = Part("closing", needs=("number",))
ANSWERED = text(
    "erasure_answered", OPENING, Part("erased"), Part("after_erased"), Part("kept"), Part("after_kept"), STORED,
    COMPLAINT, CLOSING,
)  # fmt: skip
REFUSED = text("erasure_refused", OPENING, Part("reason", needs=("reason",)), STORED, COMPLAINT, CLOSING)
DELAY = text(
    "erasure_delay", Part("opening", needs=("received", "reason")), Part("due", needs=("due",)), COMPLAINT, CLOSING
)
QUESTION = text(
    "erasure_question", OPENING, Part("ask", needs=("number",)), Part("when"), Part("closing", may=("number",))
)


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


def erasure_answer(told: ErasureAnswer, branding: Branding, wording: Wording) -> Letter:
    """The letter."""
    language = told.recipient.language
    points = {
        "erased": [_erased(one, language) for one in told.erased],
        "kept": [_kept(one, language) for one in told.kept],
    }
    return written(
        REFUSED if told.refusal else ANSWERED, told.recipient, told.number, told.decided, branding, wording,
        points=points,
        without=[part for name, found in points.items() if not found for part in (name, f"after_{name}")],
        received=day(told.received, language),
        reason=told.refusal,
        days=f"{told.days} {DAYS[language][told.days != 1]}",
    )  # fmt: skip


def erasure_delay(told: ErasureDelay, branding: Branding, wording: Wording) -> Letter:
    """The letter."""
    language = told.recipient.language
    return written(
        DELAY, told.recipient, told.number, told.extended, branding, wording,
        received=day(told.received, language), reason=told.reason, due=day(told.due, language),
    )  # fmt: skip


def erasure_question(told: ErasureQuestion, branding: Branding, wording: Wording) -> Letter:
    """The letter; every line of what is missing becomes a point."""
    return written(
        QUESTION, told.recipient, told.number, told.returned, branding, wording,
        points={"opening": lines(told.missing)}, received=day(told.received, told.recipient.language),
    )  # fmt: skip


def _erased(one: ErasedCase, language: Language) -> str:
    return ERASED[language][one.account].format(number=one.number, day=day(one.received, language))


def _kept(one: KeptCase, language: Language) -> str:
    return KEPT[language].format(
        number=one.number, day=day(one.received, language), what=WHAT[language][one.account],
        why=EXCEPTIONS[language][one.ground], reason=" ".join(one.reason.split()), until=day(one.until, language),
    )  # fmt: skip
