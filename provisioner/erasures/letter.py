"""Which letter a request to erase owes the person, and what it says (art. 12 GDPR)."""

from collections.abc import Sequence

from provisioner.cases.status import CaseStatus
from provisioner.erasures.parts import Answered, done
from provisioner.erasures.tables import ErasurePart, ErasureRequest
from provisioner.letters import (
    ErasedCase,
    ErasureAnswer,
    ErasureDelay,
    ErasureQuestion,
    KeptCase,
    Letter,
    Recipient,
    erasure_answer,
    erasure_delay,
    erasure_question,
)
from provisioner.mail.wording import Wording
from provisioner.office import OfficeRules
from provisioner.office.time import office_date
from provisioner.settings.branding import Branding


def letter(
    one: ErasureRequest, found: Sequence[Answered], rules: OfficeRules, branding: Branding, wording: Wording
) -> Letter | None:
    """The letter about how it stands; None where none is owed, or not all is erased yet that it would say is."""
    to, about = _recipient(one), (one.number, one.received_on)
    if one.status is CaseStatus.RECORDED and one.extended_on:
        told = ErasureDelay(to, *about, one.extended_on, one.extension_reason, one.due_last)
        return erasure_delay(told, branding, wording)
    if one.decided_at is None:
        return None
    decided = office_date(one.decided_at)
    if one.status is CaseStatus.INCOMPLETE:
        return erasure_question(ErasureQuestion(to, *about, decided, one.missing), branding, wording)
    if one.status is CaseStatus.REFUSED:
        days = rules.retention_refused_days
        return erasure_answer(ErasureAnswer(to, *about, decided, days, refusal=one.decision_reason), branding, wording)
    if one.status is CaseStatus.APPROVED and done(found):
        parts = [answer.part for answer in found]
        answer = ErasureAnswer(
            to, *about, decided, rules.retention_requests_days,
            [ErasedCase(part.number, part.received_on, part.account) for part in parts if not part.kept_ground],
            [kept for part in parts if (kept := _kept(part))],
        )  # fmt: skip
        return erasure_answer(answer, branding, wording)
    return None


def _kept(part: ErasurePart) -> KeptCase | None:
    if part.kept_ground is None or part.kept_until is None:
        return None
    return KeptCase(
        part.number, part.received_on, part.account, part.kept_ground.value, part.kept_reason, part.kept_until
    )  # fmt: skip


def _recipient(one: ErasureRequest) -> Recipient:
    name = one.attorney_name or one.display_name
    return Recipient.at(name, one.street, one.postcode, one.town, one.country, one.letter_language)
