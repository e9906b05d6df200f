"""Where a case that asks for no account stands, in words and colour."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.cases.queue import Urgency, standing
from provisioner.cases.status import OPEN_CASES, CaseStatus
from provisioner.cases.tables import Case
from provisioner.office.working_days import Calendar
from provisioner.web.desk import desk
from provisioner.web.words.dates import in_words, moment
from provisioner.web.words.deadlines import days_left
from provisioner.web.words.standing import account_sentence, attention
from provisioner.web.words.terms import tone
from provisioner.web.words.translate import _, _l

LETTERS: Mapping[CaseStatus, Any] = {
    CaseStatus.INCOMPLETE: _l("Call for completion (PDF)"),
    CaseStatus.REFUSED: _l("Letter of refusal (PDF)"),
}
"""What a decision owes the customer on paper."""
CONFIRMATION = _l("Confirmation (PDF)")
Due = Callable[[Urgency, Mapping[str, str]], str]
"""Until when it is to be decided, in words: `day` and how much is `left`."""


@dataclass(frozen=True)
class Standing:
    """Where an approved case stands, in colour and words; the account it is about, if it is about one."""

    tone: str
    sentence: str
    account: Account | None = None


def of_account(account: Account) -> Standing:
    """An approved case stands where its account stands."""
    stopped = account.status is AccountStatus.NEEDS_ATTENTION and account.attention
    said = attention(account.attention) if stopped and account.attention else account_sentence(account, held=False)
    return Standing(tone(account.status), " ".join((_("Approved."), said)), account)


def tone_of(one: Case, stands: Standing, calendar: Calendar) -> str:
    """The colour of that."""
    if one.status in OPEN_CASES:
        return tone(standing(one, desk().today(), calendar)[0])
    return stands.tone if one.status is CaseStatus.APPROVED else "later"


def sentence_of(one: Case, stands: Standing, calendar: Calendar, due: Due) -> str:
    """What it waits for or how it ended."""
    if one.status is CaseStatus.RECORDED:
        urgency, left = standing(one, desk().today(), calendar)
        return due(urgency, {"day": in_words(one.due_last), "left": days_left(urgency, left)})
    return stands.sentence if one.status is CaseStatus.APPROVED else decided(one)


def decided(one: Case) -> str:
    """By whom and when it was returned, refused or withdrawn."""
    when, who = moment(one.decided_at) if one.decided_at else "", one.decider.name if one.decider else ""
    if one.status is CaseStatus.INCOMPLETE:
        return _("Waiting for the customer's completion (returned: %(when)s). The deadline is on hold.", when=when)
    if one.status is CaseStatus.REFUSED:
        return _("Refused by %(who)s, %(when)s.", who=who, when=when)
    return _("Withdrawn; noted by %(who)s, %(when)s.", who=who, when=when)


def reason_of(one: Case) -> str:
    """What is missing, or why it was decided so."""
    if one.status is CaseStatus.INCOMPLETE:
        return _("Missing: %(what)s", what=one.missing)
    return _("Reason: %(what)s", what=one.decision_reason) if one.decision_reason else ""


def approval_due(urgency: Urgency, said: Mapping[str, str]) -> str:
    """Until when somebody has to approve."""
    if urgency is Urgency.OVERDUE:
        return _("Overdue: waiting for approval, due on %(day)s (%(left)s).", **said)
    return _("Waiting for approval, by the end of %(day)s (%(left)s).", **said)
