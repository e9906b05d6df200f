"""What can be found in Keycloak that we did not do, which of it is an alarm, and what mends it."""

from datetime import timedelta
from enum import StrEnum

from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.work import Work
from provisioner.outside.observation import Member
from provisioner.outside.ports import MUST_CHANGE

CUSTOMERS, STAFF = "customers", "staff"
"""The two realms by what they are for, whatever their names."""


class FindingKind(StrEnum):
    """Something in Keycloak that somebody else did, or that differs from what we know."""

    USER_CHANGED = "user_changed"
    IMPERSONATED = "impersonated"
    RIGHTS_CHANGED = "rights_changed"
    CLIENT_CHANGED = "client_changed"
    SECOND_FACTOR_CHANGED = "second_factor_changed"
    REALM_CHANGED = "realm_changed"
    EVENTS_GONE = "events_gone"
    EVENTS_OFF = "events_off"
    USER_MISSING = "user_missing"
    OUTSIDE_GROUP = "outside_group"
    DISABLED = "disabled"
    ENABLED = "enabled"
    EMAIL_DIFFERS = "email_differs"
    NAME_DIFFERS = "name_differs"
    NUMBER_DIFFERS = "number_differs"
    LOGIN_DIFFERS = "login_differs"
    MARKER_DIFFERS = "marker_differs"
    ACTION_ADDED = "action_added"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - the name of a finding
    CAME_BACK = "came_back"
    UNKNOWN_CASE = "unknown_case"
    RESET_MAIL_FAILED = "reset_mail_failed"


Kind = FindingKind
ALARMS = frozenset(
    {
        Kind.USER_CHANGED,
        Kind.IMPERSONATED,
        Kind.RIGHTS_CHANGED,
        Kind.CLIENT_CHANGED,
        Kind.SECOND_FACTOR_CHANGED,
        Kind.REALM_CHANGED,
        Kind.EVENTS_GONE,
        Kind.EVENTS_OFF,
    }
)
"""Made by hand: told on every page until somebody has looked at it."""
DIFFERENCES = frozenset(
    {
        Kind.USER_MISSING,
        Kind.OUTSIDE_GROUP,
        Kind.DISABLED,
        Kind.ENABLED,
        Kind.EMAIL_DIFFERS,
        Kind.NAME_DIFFERS,
        Kind.NUMBER_DIFFERS,
        Kind.LOGIN_DIFFERS,
        Kind.MARKER_DIFFERS,
        Kind.ACTION_ADDED,
        Kind.PASSWORD_RESET,
        Kind.CAME_BACK,
    }
)
"""Found by comparing; each is closed by itself once Keycloak and we agree again."""
SET_BACK = frozenset(
    {
        Kind.DISABLED,
        Kind.ENABLED,
        Kind.EMAIL_DIFFERS,
        Kind.NAME_DIFFERS,
        Kind.NUMBER_DIFFERS,
        Kind.ACTION_ADDED,
        Kind.CAME_BACK,
    }
)
"""Mended by writing our value into Keycloak; no password is touched. Not the login: the realm lets nobody change one
(`editUsernameAllowed`), so the operator puts it back in Keycloak."""
MADE_ANEW = frozenset({Kind.USER_MISSING, Kind.PASSWORD_RESET})
"""Mended by a new temporary password: there is none of the customer's own that it could replace."""
PUT_BACK = frozenset({Kind.OUTSIDE_GROUP, Kind.MARKER_DIFFERS})
"""Mended by `provisioner realm put-back`: the worker has no right outside the group, and takes nobody without our mark
for ours (P2)."""
BY_OPERATOR = PUT_BACK | {Kind.LOGIN_DIFFERS}
"""Mended in Keycloak by the operator; staff have the user looked at again."""
SHUT = frozenset({AccountStatus.BLOCKED, AccountStatus.CLOSING})
"""Where nobody may log in."""
COMPARED = SHUT | {AccountStatus.NOTIFIED, AccountStatus.ACTIVATED, AccountStatus.EXPIRED}
"""Where nothing of ours is under way, so that what Keycloak shows can be compared."""
MISSED = COMPARED - {AccountStatus.NOTIFIED}
"""Where a user that is gone is a difference; of one whose first login we wait for, the watch tells on its case."""
LOOKED_AT = COMPARED | {AccountStatus.CLOSED}
"""The same with those that no user should be left of; an older backup of Keycloak brings one back."""
LONGEST_LOCK = timedelta(minutes=15)
"""So long guessing locks a user at most (maxFailureWaitSeconds)."""


def is_mendable(kind: FindingKind, status: AccountStatus) -> bool:
    """Whether a press of a button mends it: a password is sent only where the customer had one of their own."""
    return (kind in SET_BACK and status in LOOKED_AT) or (kind in MADE_ANEW and status is AccountStatus.ACTIVATED)


def by_harm(kind: FindingKind) -> tuple[bool, FindingKind]:
    """In which order differences are mended: another's number first, as it may show another's invoices."""
    return kind is not Kind.NUMBER_DIFFERS, kind


def differences(work: Work, member: Member | None) -> frozenset[FindingKind]:
    """In what a user of ours differs from what we know; None is a user that is gone."""
    blocked, active = work.status in SHUT, work.status is AccountStatus.ACTIVATED
    if member is None:
        return frozenset({Kind.USER_MISSING}) if work.status in MISSED else frozenset()
    user = work.user
    if work.status is AccountStatus.CLOSED:
        return frozenset({Kind.CAME_BACK}) if member.marker == user.application_id else frozenset()
    found = {
        Kind.ENABLED: blocked and member.enabled,
        Kind.DISABLED: not blocked and not member.enabled and work.shut_at is None,
        Kind.EMAIL_DIFFERS: member.email.casefold() != user.email.casefold() and not work.former_emails,
        Kind.NAME_DIFFERS: (member.first_name, member.last_name) != (user.first_name, user.last_name),
        Kind.NUMBER_DIFFERS: member.customer_number != user.customer_number,
        Kind.LOGIN_DIFFERS: member.login.casefold() != user.login.casefold(),
        Kind.MARKER_DIFFERS: member.marker != user.application_id,
        Kind.ACTION_ADDED: bool(member.actions - {MUST_CHANGE}),
        Kind.PASSWORD_RESET: active and MUST_CHANGE in member.actions,
    }
    return frozenset(kind for kind, differs in found.items() if differs)
