"""The letter about the last decision on a paper about an account, to the address the office knows (R4, R5, R8)."""

from collections.abc import Iterable, Mapping, Sequence

import provisioner.changes.paper as paper
from provisioner.accounts.changing.words import names
from provisioner.accounts.rules import AT_HAND, AccountStatus
from provisioner.accounts.tables import Account
from provisioner.cases.status import CaseStatus
from provisioner.cases.tables import Case
from provisioner.changes.tables import ChangeOfData
from provisioner.letters import (
    WAYS,
    About,
    CallForCompletion,
    Changed,
    Letter,
    Recipient,
    Refusal,
    RefusedClause,
    call_for_completion,
    data_changed,
    refusal,
)
from provisioner.mail.wording import Wording
from provisioner.office.time import office_date
from provisioner.settings.branding import Branding

AS_IT_WAS = AT_HAND - {AccountStatus.EXPIRED}


def recipient(account: Account, now: Mapping[str, str]) -> Recipient:
    """The customer, where the office knows them to be; `now` is the present text of each field."""
    street, postcode, town, country = (now[field.name] for field in paper.ADDRESS)
    return Recipient.at(account.display_name, street, postcode, town, country, account.language)


def confirmed(one: ChangeOfData) -> bool:
    """Whether there is a change to confirm: Keycloak has it, the account is neither shut nor in trouble, and login and
    password are still as the letter says that they stayed; of an expired account the pending password has died.
    """
    return one.carried_out_at is not None and one.account.status in AS_IT_WAS


def confirmation(
    one: ChangeOfData, fields: Iterable[str], now: Mapping[str, str], branding: Branding, wording: Wording
) -> Letter | None:
    """The letter about the `fields` that were changed, None where nothing is to be confirmed."""
    if one.carried_out_at is None or not confirmed(one):
        return None
    account, done = one.account, office_date(one.carried_out_at)
    changed = names(fields, account.language)
    told = Changed(recipient(account, now), one.number, one.received_on, done, account.login, changed)
    return data_changed(told, branding, wording)


def letter(
    one: Case,
    account: Account,
    now: Mapping[str, str],
    branding: Branding,
    wording: Wording,
    *,
    last_day: int,
    about: About,
    clauses: Sequence[RefusedClause] = (),
    channels: Sequence[str] = WAYS,
) -> Letter | None:
    """What is missing, or why it was refused and on which `clauses`; None where nothing is owed."""
    if one.decided_at is None:
        return None
    to, written = recipient(account, now), office_date(one.decided_at)
    if one.status is CaseStatus.INCOMPLETE:
        called = CallForCompletion(to, one.number, one.received_on, written, one.missing, last_day, about, channels)
        return call_for_completion(called, branding, wording)
    if one.status is CaseStatus.REFUSED:
        refused = Refusal(to, one.number, one.received_on, written, one.decision_reason, clauses, about, channels)
        return refusal(refused, branding, wording)
    return None
