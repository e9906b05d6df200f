"""Which letter an application owes its customer, which it offers, and what they say (R2, R4)."""

from collections.abc import Iterable

from provisioner.accounts.rules import AT_HAND
from provisioner.accounts.tables import Account
from provisioner.applications.rules import Answer
from provisioner.applications.tables import Application
from provisioner.cases.status import CaseStatus
from provisioner.forms.tables import Clause
from provisioner.letters import (
    CallForCompletion,
    Created,
    Letter,
    Recipient,
    Refusal,
    RefusedClause,
    call_for_completion,
    created,
    refusal,
)
from provisioner.mail.language import Language
from provisioner.mail.wording import Wording
from provisioner.office.time import office_date
from provisioner.settings.branding import Branding

DECIDED = (CaseStatus.INCOMPLETE, CaseStatus.REFUSED)
WRITTEN_OF = (*DECIDED, CaseStatus.APPROVED)
"""Where an application stands when a letter tells of it."""


def letter(one: Application, branding: Branding, wording: Wording, *, last_day: int) -> Letter | None:
    """The letter about the last decision, None where none is sent; `last_day` is the working day promised (R4)."""
    if one.decided_at is None or one.status not in DECIDED:
        return None
    written = office_date(one.decided_at)
    if one.status is CaseStatus.INCOMPLETE:
        called = CallForCompletion(_recipient(one), one.number, one.received_on, written, one.missing, last_day)
        return call_for_completion(called, branding, wording)
    clauses = not_accepted([(each.clause, each.answer) for each in one.answers], one.language)
    refused = Refusal(_recipient(one), one.number, one.received_on, written, one.decision_reason, clauses)
    return refusal(refused, branding, wording)


def confirmed(account: Account | None) -> bool:
    """Whether there is an account to confirm: Keycloak has it, and it is neither shut nor in trouble."""
    return account is not None and account.created_at is not None and account.status in AT_HAND


def confirmation(one: Application, to: Recipient, branding: Branding, wording: Wording) -> Letter | None:
    """The letter about the new account, None where it is not to be confirmed; `to` is where the customer lives now."""
    account = one.account
    if account is None or account.created_at is None or not confirmed(account):
        return None
    done = office_date(account.created_at)
    told = Created(to, one.number, one.received_on, done, account.login, account.email)
    return created(told, branding, wording)


def _recipient(one: Application) -> Recipient:
    return Recipient.at(one.display_name, one.street, one.postcode, one.town, one.country, one.language)


def not_accepted(answers: Iterable[tuple[Clause, Answer]], language: Language) -> list[RefusedClause]:
    """Required clauses answered otherwise than with yes, in the order of the paper."""
    found = [clause for clause, answer in answers if clause.required and answer is not Answer.ACCEPTED]
    texts = {clause.number: clause.text_en if language is Language.EN else clause.text_pl for clause in found}
    return [RefusedClause(number, texts[number]) for number in sorted(texts)]
