"""What was found in Keycloak and what is to be done about it, in the office's words."""

from collections.abc import Mapping
from typing import Any

from provisioner.agreement.rules import FindingKind
from provisioner.web.words.translate import _, _l, ngettext

FOUND: Mapping[FindingKind, tuple[Any, Any]] = {
    FindingKind.USER_CHANGED: (
        _l("Somebody changed this customer's user by hand in Keycloak."),
        _l("Ask the operator who it was. What differs now is listed here by itself."),
    ),
    FindingKind.IMPERSONATED: (
        _l("An administrator of Keycloak acted as this customer, without the customer's password."),
        _l("Ask the operator who it was and why: it may be an incident. Block the account where it was not meant."),
    ),
    FindingKind.RIGHTS_CHANGED: (
        _l("Somebody changed rights in Keycloak by hand, or gave rights to a user or a program."),
        _l(
            "Was somebody to get a role at the desk? Ask the operator who and why; “provisioner realm plan” shows "
            "what differs."
        ),
    ),
    FindingKind.CLIENT_CHANGED: (
        _l("Somebody changed a client in Keycloak by hand: its addresses, its secret or its rights."),
        _l("Ask the operator whether it was meant; “provisioner realm plan” shows what differs."),
    ),
    FindingKind.SECOND_FACTOR_CHANGED: (
        _l("Somebody changed in Keycloak how people log in, took away a second factor or set somebody's password."),
        _l("Ask the operator whether it was meant; “provisioner realm plan” shows what differs."),
    ),
    FindingKind.REALM_CHANGED: (
        _l("Somebody changed the settings of a realm in Keycloak by hand."),
        _l("Ask the operator whether it was meant; “provisioner realm plan” shows what differs."),
    ),
    FindingKind.EVENTS_GONE: (
        _l("Events that the desk had read are no longer in Keycloak: somebody deleted them, or restored a backup."),
        _l("Ask the operator. The journal keeps what had been read."),
    ),
    FindingKind.EVENTS_OFF: (
        _l("Keycloak no longer keeps its events, so changes by hand stay unseen."),
        _l("Ask the operator to run “provisioner realm apply”."),
    ),
    FindingKind.USER_MISSING: (
        _l("The customer's user is no longer in Keycloak, so nobody can log in."),
        _l("A new user gets a temporary password by e-mail; the login stays unless somebody has taken it."),
    ),
    FindingKind.OUTSIDE_GROUP: (
        _l("Somebody moved the user out of the customers' group in Keycloak; the desk can do nothing about it there."),
        _l("The operator puts the user back with the command below."),
    ),
    FindingKind.DISABLED: (
        _l("Somebody disabled the user in Keycloak; on the desk the account is not blocked."),
        _l("Switch it on again, or block the account on its case if it must stay out."),
    ),
    FindingKind.ENABLED: (
        _l("The account is blocked on the desk, but somebody enabled the user in Keycloak."),
        _l("Disable it again: sessions end, nobody can log in."),
    ),
    FindingKind.EMAIL_DIFFERS: (
        _l("The user has another e-mail address in Keycloak than on the desk."),
        _l("Put back the address of the desk. The password stays."),
    ),
    FindingKind.NAME_DIFFERS: (
        _l("The user has another name in Keycloak than on the desk."),
        _l("Put back the name of the desk. The password stays."),
    ),
    FindingKind.NUMBER_DIFFERS: (
        _l("The user has another customer number in Keycloak than on the desk: it may show another's invoices."),
        _l(
            "Block the account if a stranger may use it. Compare the number with the paper, then put back that of the "
            "desk; if the desk is wrong, call the operator. The password stays."
        ),
    ),
    FindingKind.LOGIN_DIFFERS: (
        _l("The user has another login in Keycloak than on the desk."),
        _l(
            "Compare it with the mail that the customer got, then ask the operator to put back the login of the desk "
            "in Keycloak, where “Edit username” has to be on for that moment. The password stays."
        ),
    ),
    FindingKind.MARKER_DIFFERS: (
        _l("The user no longer bears the mark of this application in Keycloak."),
        _l("Ask the operator whether this is still the customer's user; the command below marks it again."),
    ),
    FindingKind.ACTION_ADDED: (
        _l("At the next login Keycloak will ask the customer for something that the desk does not know of."),
        _l("Take it back, unless the operator says that it was meant. The password stays."),
    ),
    FindingKind.PASSWORD_RESET: (
        _l("The customer's own password is gone in Keycloak: somebody set another, or a backup was restored."),
        _l("A new temporary password is sent by e-mail."),
    ),
    FindingKind.CAME_BACK: (
        _l("The account is closed and deleted, but its user is in Keycloak again: a backup was restored."),
        _l("Delete the user once more."),
    ),
    FindingKind.UNKNOWN_CASE: (
        _l("A user in Keycloak bears the mark of an application that the desk does not know."),
        _l("Ask the operator whether an older backup was restored. The user is left alone."),
    ),
    FindingKind.RESET_MAIL_FAILED: (
        _l("The customer asked for a new password, but the e-mail could not be sent."),
        _l("Call the customer; ask the operator whether mail works."),
    ),
}
ELSEWHERE: Mapping[FindingKind, Any] = {
    FindingKind.USER_MISSING: _l(
        "Nothing has to be done while nobody may log in. When the account is to work again, its case makes a new user."
    ),
}
"""What helps where there is no button."""
BUTTONS: Mapping[FindingKind, Any] = {
    FindingKind.USER_MISSING: _l("Create the user anew"),
    FindingKind.DISABLED: _l("Switch on again"),
    FindingKind.ENABLED: _l("Disable again"),
    FindingKind.EMAIL_DIFFERS: _l("Put back the address"),
    FindingKind.NAME_DIFFERS: _l("Put back the name"),
    FindingKind.NUMBER_DIFFERS: _l("Put back the number"),
    FindingKind.ACTION_ADDED: _l("Take it back"),
    FindingKind.PASSWORD_RESET: _l("Send a new password"),
    FindingKind.CAME_BACK: _l("Delete again"),
}
REALMS: Mapping[str, Any] = {"customers": _l("customers' realm"), "staff": _l("staff realm")}


def found(kind: FindingKind) -> str:
    """What was found, in one sentence; the name itself where this version knows none."""
    return str(FOUND[kind][0]) if kind in FOUND else str(kind)


def advice(kind: FindingKind, *, mendable: bool) -> str:
    """What helps, the button beside it or what else."""
    if not mendable and kind in ELSEWHERE:
        return str(ELSEWHERE[kind])
    return str(FOUND[kind][1]) if kind in FOUND else ""


def alarm(count: int) -> str:
    """The banner while somebody has to look at changes made by hand."""
    return ngettext(
        "%(num)d change was made by hand in Keycloak and nobody has looked at it yet.",
        "%(num)d changes were made by hand in Keycloak and nobody has looked at them yet.",
        count,
    )


def times(count: int) -> str:
    """How often; nothing to say of once."""
    return ngettext("%(num)d time", "%(num)d times", count) if count > 1 else ""


def whose(realm: str) -> str:
    """Which realm."""
    return str(REALMS.get(realm, realm))


def by(user: str) -> str:
    """Who it was, as far as Keycloak says."""
    return _("by Keycloak's user %(user)s", user=user) if user else ""
