"""Which letter a resignation owes the customer, to the address the office knows (R8)."""

from collections.abc import Mapping
from datetime import timedelta

import provisioner.changes.paper as known
from provisioner.accounts.closing.tables import AccountClosing
from provisioner.cases.status import CaseStatus
from provisioner.letters import (
    About,
    CallForCompletion,
    Confirmation,
    Letter,
    Recipient,
    call_for_completion,
    confirmation,
)
from provisioner.office import OfficeRules
from provisioner.office.time import office_date
from provisioner.resignations.tables import Resignation
from provisioner.settings.branding import Branding


def owed(one: Resignation, closing: AccountClosing | None) -> bool:
    """Whether there is a letter: about what is missing, or about an account that is shut or deleted."""
    return one.status is CaseStatus.INCOMPLETE or bool(closing and closing.shut_at and not closing.withdrawn_at)


def letter(
    one: Resignation,
    closing: AccountClosing | None,
    now: Mapping[str, str],
    branding: Branding,
    rules: OfficeRules,
) -> Letter | None:
    """The letter, None where none is owed; `now` is the present text of each field of the customer's data."""
    street, postcode, town, country = (now[field.name] for field in known.ADDRESS)
    account = one.account
    recipient = Recipient.at(account.display_name, street, postcode, town, country, account.language)
    if one.status is CaseStatus.INCOMPLETE and one.decided_at:
        called = CallForCompletion(
            recipient, one.number, one.received_on, office_date(one.decided_at), one.missing,
            rules.resignation_last_day, About.RESIGNATION,
        )  # fmt: skip
        return call_for_completion(called, branding)
    if closing is None or closing.shut_at is None or closing.withdrawn_at:
        return None
    done = closing.removed_at or closing.shut_at
    until = None if closing.removed_at or not closing.remove_at else closing.remove_at - timedelta(seconds=1)
    ground = rules.ground(one.ground)
    told = Confirmation(
        recipient, one.number, one.received_on, office_date(done), account.login,
        ground.name(account.language) if ground else "", office_date(until) if until else None,
    )  # fmt: skip
    return confirmation(told, branding)
