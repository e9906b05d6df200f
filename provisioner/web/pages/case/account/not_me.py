"""The report "it wasn't me" that waits for somebody, for whoever may block the account."""

from dataclasses import dataclass

from provisioner.accounts import blockable
from provisioner.accounts.rules import STANDING_BLOCK, AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.applications.case import Case
from provisioner.staff.roles import Action
from provisioner.web.gate.access import Me
from provisioner.web.pages.case.decision.form import Trouble
from provisioner.web.words.dates import moment
from provisioner.web.words.translate import _

BLOCK_STANDS = (AccountStatus.BLOCKING, AccountStatus.BLOCKED)


@dataclass(frozen=True)
class NotMeCard:
    """A report and what this person may do about it; `button` is for taking it as right."""

    since: str
    text: str
    button: str
    decidable: bool
    reason: str
    reason_wrong: str


def not_me_card(found: Case, person: Me, trouble: Trouble) -> NotMeCard | None:
    """The report that waits for this case's account, if any; what was typed comes back with a trouble."""
    if found.not_me is None or found.account is None:
        return None
    text, button = _asked(found.account)
    return NotMeCard(
        since=_("reported %(when)s", when=moment(found.not_me)),
        text=text,
        button=button,
        decidable=person.may(Action.BLOCK),
        reason=trouble.typed.get("dismiss_reason", ""),
        reason_wrong=trouble.text if trouble.control == "dismiss_reason" else "",
    )


def _asked(account: Account) -> tuple[str, str]:
    """What there is to decide, and what taking the report as right does."""
    if blockable(account):
        text = _("The account is not blocked. Call the customer, at a number you know, and decide.")
        return text, _("Block the account: suspected takeover")
    if account.status is AccountStatus.CLOSING or account.attention is Attention.NOT_REMOVED:
        text = _(
            "The account is closing: nobody can log in, and it will be deleted. Call the customer; if they did not ask "
            "for it, undo the closing on the paper that ends this account."
        )
        return text, _("Note the report")
    if account.status in BLOCK_STANDS or account.attention in STANDING_BLOCK:
        text = _(
            "A block is asked for already. Call the customer: keep it, or dismiss the report and unblock the account."
        )
        return text, _("Keep the block")
    return _("The account cannot be blocked as it stands now."), _("Note the report")
