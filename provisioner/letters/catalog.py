"""Every text that leaves on paper, in the order of a list, and each as a letter to nobody to look at."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

from provisioner.letters.about import About
from provisioner.letters.call_for_completion import TEXTS as CALLS
from provisioner.letters.call_for_completion import CallForCompletion, call_for_completion
from provisioner.letters.confirmation import CLOSED, DELETED, Confirmation, confirmation
from provisioner.letters.created import TEXT as CREATED
from provisioner.letters.created import Created, created
from provisioner.letters.data_changed import TEXT as CHANGED
from provisioner.letters.data_changed import Changed, data_changed
from provisioner.letters.declared import CONSENTS, REGULAMIN, Declared, DeclaredConsent, declared
from provisioner.letters.erasure import (
    ANSWERED,
    DELAY,
    QUESTION,
    REFUSED,
    ErasedCase,
    ErasureAnswer,
    ErasureDelay,
    ErasureQuestion,
    KeptCase,
    erasure_answer,
    erasure_delay,
    erasure_question,
)
from provisioner.letters.letter import Letter, Recipient
from provisioner.letters.refusal import OF_CLAUSES, Refusal, RefusedClause, refusal
from provisioner.letters.refusal import TEXTS as REFUSALS
from provisioner.mail.catalog import DAY, FIELDS, GROUNDS, LAST_DAY, LOGIN, NAMES, NUMBER, TERMS, TO
from provisioner.mail.language import Language
from provisioner.mail.wording import Text, Wording
from provisioner.settings.branding import Branding

TEXTS: Mapping[str, Text] = {
    text.name: text
    for text in (
        *CALLS.values(), *REFUSALS.values(), CREATED, CHANGED, CLOSED, DELETED, CONSENTS, REGULAMIN,
        ANSWERED, REFUSED, DELAY, QUESTION,
    )
}  # fmt: skip

RECEIVED = date(2026, 11, 24)
MISSING = {Language.PL: "podpis pod Regulaminem\nnumer klienta", Language.EN: "the signature\nthe customer number"}
REASONS = {Language.PL: "brak zgody na warunki", Language.EN: "the terms were not accepted"}
CLAUSES = {Language.PL: "Akceptuję Regulamin iBOK.", Language.EN: "I accept the terms of iBOK."}
OWN_CASE, KEPT_CASE = ErasedCase(NUMBER, RECEIVED, account=True), "2026/000124"
YEAR = 365

Sample = Callable[[Language, Branding, Wording], Letter]


def _to(language: Language) -> Recipient:
    return Recipient((NAMES[language], "ul. Przykładowa 1", "00-000 Przykładowo"), language)


def _call(about: About, language: Language, branding: Branding, wording: Wording) -> Letter:
    told = CallForCompletion(_to(language), NUMBER, RECEIVED, DAY, MISSING[language], 7, about)
    return call_for_completion(told, branding, wording)


def _refusal(about: About, language: Language, branding: Branding, wording: Wording) -> Letter:
    clauses = [RefusedClause(3, CLAUSES[language])] if about in OF_CLAUSES else []
    told = Refusal(_to(language), NUMBER, RECEIVED, DAY, REASONS[language], clauses, about)
    return refusal(told, branding, wording)


def _created(language: Language, branding: Branding, wording: Wording) -> Letter:
    return created(Created(_to(language), NUMBER, RECEIVED, DAY, LOGIN, TO), branding, wording)


def _changed(language: Language, branding: Branding, wording: Wording) -> Letter:
    return data_changed(Changed(_to(language), NUMBER, RECEIVED, DAY, LOGIN, FIELDS[language]), branding, wording)


def _confirmation(until: date | None, language: Language, branding: Branding, wording: Wording) -> Letter:
    told = Confirmation(_to(language), NUMBER, RECEIVED, DAY, LOGIN, GROUNDS[language], until)
    return confirmation(told, branding, wording)


def _declared(whole: bool, language: Language, branding: Branding, wording: Wording) -> Letter:
    consents = [] if whole else [DeclaredConsent(4, CLAUSES[language], given=True)]
    told = Declared(_to(language), NUMBER, RECEIVED, DAY, LOGIN, TERMS[language] if whole else "", consents)
    return declared(told, branding, wording)


def _answered(language: Language, branding: Branding, wording: Wording) -> Letter:
    kept = KeptCase(KEPT_CASE, RECEIVED, True, "claims", REASONS[language], LAST_DAY)
    told = ErasureAnswer(_to(language), NUMBER, RECEIVED, DAY, YEAR, [OWN_CASE], [kept])
    return erasure_answer(told, branding, wording)


def _erasure_refused(language: Language, branding: Branding, wording: Wording) -> Letter:
    told = ErasureAnswer(_to(language), NUMBER, RECEIVED, DAY, YEAR, refusal=REASONS[language])
    return erasure_answer(told, branding, wording)


def _delay(language: Language, branding: Branding, wording: Wording) -> Letter:
    told = ErasureDelay(_to(language), NUMBER, RECEIVED, DAY, REASONS[language], LAST_DAY)
    return erasure_delay(told, branding, wording)


def _question(language: Language, branding: Branding, wording: Wording) -> Letter:
    told = ErasureQuestion(_to(language), NUMBER, RECEIVED, DAY, MISSING[language])
    return erasure_question(told, branding, wording)


SAMPLES: Mapping[str, Sample] = {
    **{text.name: partial(_call, about) for about, text in CALLS.items()},
    **{text.name: partial(_refusal, about) for about, text in REFUSALS.items()},
    CREATED.name: _created,
    CHANGED.name: _changed,
    CLOSED.name: partial(_confirmation, LAST_DAY),
    DELETED.name: partial(_confirmation, None),
    CONSENTS.name: partial(_declared, False),
    REGULAMIN.name: partial(_declared, True),
    ANSWERED.name: _answered,
    REFUSED.name: _erasure_refused,
    DELAY.name: _delay,
    QUESTION.name: _question,
}
"""Each text as a letter with everything that can stand in it."""
