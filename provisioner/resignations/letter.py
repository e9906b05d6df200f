"""Which letter a resignation owes the customer, to the address the office knows (R8)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import provisioner.changes.letter as of_account
from provisioner.accounts.closing.tables import AccountClosing
from provisioner.letters import About, Confirmation, Letter, confirmation
from provisioner.mail.wording import Wording
from provisioner.office import OfficeRules
from provisioner.office.grounds import Asker
from provisioner.office.time import office_date
from provisioner.resignations.tables import Resignation
from provisioner.settings.branding import Branding


def answers(one: Resignation) -> bool:
    """Whether anybody has asked, who is owed an answer: not where the office itself acts."""
    return one.asked_by is not Asker.OFFICE


def confirmed(one: Resignation, closing: AccountClosing | None, rules: OfficeRules) -> bool:
    """Whether there is an end to confirm, and somebody to confirm it to: no letter goes to the dead."""
    ended = bool(closing and closing.shut_at and not closing.withdrawn_at)
    ground = rules.ground(one.ground)
    return ended and (answers(one) or ground is None or ground.told)


def letter(
    one: Resignation,
    closing: AccountClosing | None,
    now: Mapping[str, str],
    branding: Branding,
    wording: Wording,
    rules: OfficeRules,
) -> Letter | None:
    """The letter, None where none is owed; `now` is the present text of each field of the customer's data."""
    account = one.account
    if closing is None or closing.shut_at is None or not confirmed(one, closing, rules):
        last_day = rules.resignation_last_day
        decided = of_account.letter(
            one, account, now, branding, wording, last_day=last_day, about=About.RESIGNATION,
            channels=rules.resignation_channels,
        )  # fmt: skip
        return decided if answers(one) else None
    done = closing.removed_at or closing.shut_at
    until = None if closing.removed_at or not closing.remove_at else closing.remove_at - timedelta(seconds=1)
    ground, to = rules.ground(one.ground), of_account.recipient(account, now)
    if one.asked_by is Asker.HEIR:
        to = replace(to, lines=[one.asker_name, *to.lines[1:]])
    told = Confirmation(
        to, one.number, one.received_on, office_date(done), account.login,
        ground.name(account.language) if ground else "", office_date(until) if until else None,
        rules.resignation_channels,
    )  # fmt: skip
    return confirmation(told, branding, wording)
