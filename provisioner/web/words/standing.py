"""What a case and its account wait for, and who was faster, one sentence each."""

from collections.abc import Mapping
from typing import Any

from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.cases.errors import DecisionWaits, FasterColleague
from provisioner.cases.status import OPEN_CASES, CaseStatus
from provisioner.outbox.tables import Task
from provisioner.web.words.dates import moment
from provisioner.web.words.terms import WORDS
from provisioner.web.words.translate import _, _l

ATTENTION: Mapping[Attention, Any] = {
    Attention.EMAIL_TAKEN: _l(
        "Another account already uses this e-mail address. Ask the customer for another and propose a correction here."
    ),
    Attention.REFUSED_BY_KEYCLOAK: _l("Keycloak refused the customer's data. Compare them with the paper."),
    Attention.USER_MISSING: _l(
        "The account was deleted in Keycloak by somebody else. Trying again creates it anew, under the same login "
        "unless somebody has taken it."
    ),
    Attention.MAIL_REFUSED: _l(
        "The customer's mail server refuses the address. Compare it with the paper and call the customer."
    ),
    Attention.MAIL_CAME_BACK: _l(
        "The mail with the login details came back, so its temporary password no longer works. Compare the address "
        "with the paper and call the customer; then propose a correction, or try again to send a new password there."
    ),
    Attention.EMAIL_DIFFERS: _l(
        "The account has another e-mail address in Keycloak than on the application, so no password was sent. Ask the "
        "customer which is right and the operator to correct it, then try again."
    ),
    Attention.USED_BEFORE_CORRECTION: _l(
        "Somebody set an own password before the e-mail address was corrected in Keycloak, so nothing was overwritten. "
        "If it was the customer, have the operator change the address in Keycloak and try again; if not, block the "
        "account at once."
    ),
    Attention.GAVE_UP: _l("It was tried for hours without success. Ask the operator whether the cause is mended."),
    Attention.NOT_BLOCKED: _l(
        "The account could not be blocked: the customer may still be able to log in. Ask the operator to disable it in "
        "Keycloak, then try again."
    ),
    Attention.NOT_UNBLOCKED: _l(
        "The account could not be unblocked: the customer cannot log in. Where the code is same_email, another user "
        "has the corrected address: propose another. Otherwise ask the operator for the cause, then try again."
    ),
    Attention.NOT_CHANGED: _l(
        "The changed data could not be written to Keycloak; the customer logs in as before. Where the code is "
        "same_email, another user has the new address: ask the customer for another and record a new change. "
        "Otherwise ask the operator for the cause, then try again."
    ),
    Attention.NOT_REMOVED: _l(
        "The account could not be deleted in Keycloak; nobody can log in. Where the code is other_marker, the user "
        "there is not the one we made: ask the operator. Otherwise ask for the cause, then try again."
    ),
    Attention.UNEXPECTED: _l("Something unforeseen happened. Tell the operator the case number."),
}

ACCOUNTS: Mapping[AccountStatus, Any] = {
    AccountStatus.APPROVED: _l("Approved. The account is about to be created."),
    AccountStatus.CREATED: _l("The account exists. The login details are about to be sent."),
    AccountStatus.NOTIFIED: _l("The login details are sent. Waiting for the customer's first login."),
    AccountStatus.ACTIVATED: _l("The account is active: the customer has set their own password."),
    AccountStatus.EXPIRED: _l("The temporary password expired before it was used."),
    AccountStatus.NEEDS_ATTENTION: _l("The account needs attention."),
    AccountStatus.CLOSED: _l("The account is closed and deleted; nobody else ever gets its login."),
    AccountStatus.BLOCKING: _l("The account is being blocked. It is not blocked yet."),
    AccountStatus.BLOCKED: _l("The account is blocked: nobody can log in."),
    AccountStatus.UNBLOCKING: _l("The account is being unblocked. Nobody can log in yet."),
    AccountStatus.CHANGING: _l("The account is active; its changed data are being written to Keycloak."),
    AccountStatus.CLOSING: _l("The account is closed: nobody can log in. It is deleted when the time to undo is over."),
}

HELD: Mapping[AccountStatus, Any] = {
    AccountStatus.APPROVED: _l("Approved. The account waits for the system; it is created once that works again."),
    AccountStatus.CREATED: _l("The account exists. The login details are sent once the system works again."),
    AccountStatus.BLOCKING: _l("The account is not blocked yet: that is done once the system works again."),
    AccountStatus.CHANGING: _l("The account is active; its changed data are written once the system works again."),
    AccountStatus.UNBLOCKING: _l("The account is still blocked: it is unblocked once the system works again."),
}


def attention(reason: Attention) -> str:
    """Why somebody must act and what to do."""
    return str(ATTENTION[reason])


def account_sentence(account: Account, held: bool) -> str:
    """Where the account stands, in one sentence; while something is down (`held`) nothing is promised for now."""
    if account.status is AccountStatus.CLOSED and account.created_at is None:
        return _("The account is closed: it was never created.")
    return str((HELD if held and account.status in HELD else ACCOUNTS)[account.status])


def next_try(task: Task | None) -> str:
    """When the worker tries again after a failure; nothing to say while all is well."""
    if task is None or not task.failures:
        return ""
    return _(
        "It did not work so far (tries: %(count)s); next try %(when)s.",
        count=task.failures,
        when=moment(task.not_before),
    )


def changed(faster: FasterColleague) -> str:
    """Who was faster."""
    who, when = faster.who, moment(faster.at) if faster.at else ""
    state = str(WORDS[CaseStatus][faster.status])
    if isinstance(faster, DecisionWaits):
        return _("%(who)s decided %(when)s: %(state)s. It can still be taken back.", who=who, when=when, state=state)
    if faster.status in OPEN_CASES:
        return _("%(who)s changed this application %(when)s. State now: %(state)s.", who=who, when=when, state=state)
    return _("%(who)s decided %(when)s. State now: %(state)s.", who=who, when=when, state=state)
