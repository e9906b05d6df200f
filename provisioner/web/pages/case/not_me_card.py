"""The report "it wasn't me" that waits for somebody, for whoever may block the account."""

from dataclasses import dataclass

from provisioner.accounts import blockable
from provisioner.applications.case import Case
from provisioner.staff.roles import Action
from provisioner.web.gate.access import Me
from provisioner.web.pages.case.forms import Trouble
from provisioner.web.words.dates import moment
from provisioner.web.words.translate import _


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
    free = blockable(found.account)
    blocked = _("The account is blocked. Call the customer: keep it blocked, or dismiss the report and unblock it.")
    unblocked = _("The account is not blocked. Call the customer, at a number you know, and decide.")
    return NotMeCard(
        since=_("reported %(when)s", when=moment(found.not_me)),
        text=unblocked if free else blocked,
        button=_("Block the account: suspected takeover") if free else _("Keep it blocked"),
        decidable=person.may(Action.BLOCK),
        reason=trouble.typed.get("dismiss_reason", ""),
        reason_wrong=trouble.text if trouble.control == "dismiss_reason" else "",
    )
