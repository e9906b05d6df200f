"""Which letter a resignation owes the customer, to the address the office knows (R8)."""

from collections.abc import Mapping
from datetime import timedelta

import provisioner.changes.letter as of_account
from provisioner.accounts.closing.tables import AccountClosing
from provisioner.letters import About, Confirmation, Letter, confirmation
from provisioner.office import OfficeRules
from provisioner.office.time import office_date
from provisioner.resignations.tables import Resignation
from provisioner.settings.branding import Branding


def confirmed(closing: AccountClosing | None) -> bool:
    """Whether there is an end to confirm: the account is shut or deleted."""
    return bool(closing and closing.shut_at and not closing.withdrawn_at)


def letter(
    one: Resignation,
    closing: AccountClosing | None,
    now: Mapping[str, str],
    branding: Branding,
    rules: OfficeRules,
) -> Letter | None:
    """The letter, None where none is owed; `now` is the present text of each field of the customer's data."""
    account = one.account
    if closing is None or closing.shut_at is None or closing.withdrawn_at:
        return of_account.letter(
            one, account, now, branding, last_day=rules.resignation_last_day, about=About.RESIGNATION
        )
    done = closing.removed_at or closing.shut_at
    until = None if closing.removed_at or not closing.remove_at else closing.remove_at - timedelta(seconds=1)
    ground = rules.ground(one.ground)
    told = Confirmation(
        of_account.recipient(account, now), one.number, one.received_on, office_date(done), account.login,
        ground.name(account.language) if ground else "", office_date(until) if until else None,
    )  # fmt: skip
    return confirmation(told, branding)
