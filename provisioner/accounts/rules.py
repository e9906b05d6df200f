"""What an account goes through between the approval and the customer's own password (R4–R6)."""

from collections.abc import Mapping
from enum import StrEnum


class AccountStatus(StrEnum):
    """Where an account stands."""

    APPROVED = "approved"
    CREATED = "created"
    NOTIFIED = "notified"
    ACTIVATED = "activated"
    EXPIRED = "expired"
    NEEDS_ATTENTION = "needs_attention"
    CLOSED = "closed"
    BLOCKING = "blocking"
    BLOCKED = "blocked"
    UNBLOCKING = "unblocking"
    CHANGING = "changing"
    CLOSING = "closing"


LIVE = frozenset(
    {
        AccountStatus.APPROVED,
        AccountStatus.CREATED,
        AccountStatus.NOTIFIED,
        AccountStatus.ACTIVATED,
        AccountStatus.EXPIRED,
        AccountStatus.NEEDS_ATTENTION,
        AccountStatus.CHANGING,
    }
)
"""Where a user is in the realm, or will be: each may be blocked."""
AT_HAND = frozenset(
    {
        AccountStatus.CREATED,
        AccountStatus.NOTIFIED,
        AccountStatus.ACTIVATED,
        AccountStatus.EXPIRED,
        AccountStatus.CHANGING,
    }
)
"""A user is in the realm and nothing stands against its use: what confirms the account is still true."""
SETTLED = frozenset({AccountStatus.BLOCKED, AccountStatus.CLOSING, AccountStatus.CLOSED})
"""Nobody can log in, and Keycloak has confirmed it."""
_MOVES: Mapping[AccountStatus, frozenset[AccountStatus]] = {
    AccountStatus.APPROVED: frozenset({AccountStatus.CREATED, AccountStatus.ACTIVATED, AccountStatus.NEEDS_ATTENTION}),
    AccountStatus.CREATED: frozenset(
        {
            AccountStatus.APPROVED,
            AccountStatus.CREATED,
            AccountStatus.NOTIFIED,
            AccountStatus.ACTIVATED,
            AccountStatus.NEEDS_ATTENTION,
        }
    ),
    AccountStatus.NOTIFIED: frozenset(
        {AccountStatus.CREATED, AccountStatus.ACTIVATED, AccountStatus.EXPIRED, AccountStatus.NEEDS_ATTENTION}
    ),
    AccountStatus.EXPIRED: frozenset({AccountStatus.CREATED, AccountStatus.ACTIVATED, AccountStatus.NEEDS_ATTENTION}),
    AccountStatus.NEEDS_ATTENTION: frozenset(
        {
            AccountStatus.APPROVED,
            AccountStatus.CREATED,
            AccountStatus.CLOSED,
            AccountStatus.UNBLOCKING,
            AccountStatus.CHANGING,
            AccountStatus.CLOSING,
            AccountStatus.BLOCKED,  # A deletion that was refused and is taken back, where a block stood before it.
        }
    ),
    # Also where the realm has lost the user or the own password, by a deletion by hand or a backup of Keycloak.
    AccountStatus.ACTIVATED: frozenset({AccountStatus.CHANGING, AccountStatus.APPROVED, AccountStatus.CREATED}),
    AccountStatus.CHANGING: frozenset({AccountStatus.ACTIVATED, AccountStatus.EXPIRED, AccountStatus.NEEDS_ATTENTION}),
    AccountStatus.CLOSED: frozenset(),
    AccountStatus.BLOCKING: frozenset({AccountStatus.BLOCKED, AccountStatus.CLOSING, AccountStatus.NEEDS_ATTENTION}),
    # Blocked anew on a graver ground, by which the password dies, too.
    AccountStatus.BLOCKED: frozenset({AccountStatus.UNBLOCKING, AccountStatus.CLOSING, AccountStatus.BLOCKING}),
    # Withdrawn in time a closing leads back: to the block that stood before it, or to what Keycloak shows.
    AccountStatus.CLOSING: frozenset(
        {AccountStatus.CLOSED, AccountStatus.BLOCKED, AccountStatus.UNBLOCKING, AccountStatus.NEEDS_ATTENTION}
    ),
    AccountStatus.UNBLOCKING: LIVE,
}
ACCOUNT_MOVES: Mapping[AccountStatus, frozenset[AccountStatus]] = {
    status: moves | {AccountStatus.BLOCKING} if status in LIVE else moves for status, moves in _MOVES.items()
}
ENDED = frozenset(status for status, moves in ACCOUNT_MOVES.items() if not moves)
"""From here no account goes anywhere, and there is no user in the realm."""


class Attention(StrEnum):
    """Why the office must act; each has a sentence for staff and one next step."""

    EMAIL_TAKEN = "email_taken"
    REFUSED_BY_KEYCLOAK = "refused_by_keycloak"
    USER_MISSING = "user_missing"
    MAIL_REFUSED = "mail_refused"
    MAIL_CAME_BACK = "mail_came_back"
    EMAIL_DIFFERS = "email_differs"
    USED_BEFORE_CORRECTION = "used_before_correction"
    GAVE_UP = "gave_up"
    UNEXPECTED = "unexpected"
    NOT_BLOCKED = "not_blocked"
    NOT_UNBLOCKED = "not_unblocked"
    NOT_CHANGED = "not_changed"
    NOT_REMOVED = "not_removed"


WITHOUT_USER = frozenset({Attention.EMAIL_TAKEN, Attention.REFUSED_BY_KEYCLOAK})
"""Final answers of the realm that no user of ours is there: after any other trouble there may be one."""
STANDING_BLOCK = frozenset({Attention.NOT_BLOCKED, Attention.NOT_UNBLOCKED, Attention.NOT_REMOVED})
"""A block stands, carried out or not: trying again goes on with it."""
