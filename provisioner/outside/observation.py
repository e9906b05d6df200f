"""What we read of a realm and never change, in our words: what happened in it, and who is in the customers' group."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

LOGIN, NEW_PASSWORD = "LOGIN", "UPDATE_PASSWORD"
LOCKED = "USER_DISABLED_BY_TEMPORARY_LOCKOUT"
RESET_FAILED = "SEND_RESET_PASSWORD_ERROR"
CODES_ON, CODES_OFF = "UPDATE_TOTP", "REMOVE_TOTP"
IMPERSONATED = "IMPERSONATE"
"""An administrator has become the user, who sees nothing of it; Keycloak keeps no administrators' event of that."""
KINDS = (LOGIN, NEW_PASSWORD, CODES_ON, CODES_OFF, LOCKED, RESET_FAILED, IMPERSONATED)
"""Keycloak's words for what users do and meet that we act on."""


class UserOutside(Exception):
    """The user is there and not in the group: somebody has moved it out."""


@dataclass(frozen=True)
class UserEvent:
    """Something that users did or that happened to them; `kind` is Keycloak's word, `user_id` may be empty.

    `by` is the login of an administrator who became the user, `address` where from; empty for anything else.
    """

    id: str
    at: datetime
    kind: str
    user_id: str
    by: str = ""
    address: str = ""


@dataclass(frozen=True)
class AdminEvent:
    """A change made through the admin interface: Keycloak's words for what was done to what, and by whom.

    `path` names the thing by ids, as `users/<id>/role-mappings/…`; `by` is a user's id. No value that was written.
    """

    id: str
    at: datetime
    operation: str
    resource: str
    path: str
    by: str
    address: str


@dataclass(frozen=True)
class Member:
    """A member of the customers' group as Keycloak shows it; `marker` is empty for users of another system.

    `customer_number` is what other services go by: whose invoices the user reads.
    """

    id: str
    login: str
    email: str
    first_name: str
    last_name: str
    customer_number: str
    marker: str
    enabled: bool
    actions: frozenset[str]
    token: str = field(default="", repr=False)
    """That of the link "it wasn't me" in the mails which Keycloak sends by itself."""


@dataclass(frozen=True)
class Kept:
    """Whether the realm keeps events of users and of administrators."""

    of_users: bool
    of_administrators: bool


class EventReader(Protocol):
    """What happened in one realm; a method is one call and may raise TransientError or ConfigurationError."""

    def kept(self) -> Kept:
        """What the realm keeps."""

    def user_events(self, since: datetime, first: int, most: int) -> list[UserEvent]:
        """Of the kinds we know, from that moment on, the oldest first; `first` are left out."""

    def admin_events(self, since: datetime, first: int, most: int) -> list[AdminEvent]:
        """From that moment on, the oldest first; `first` are left out."""


class MemberReader(Protocol):
    """The customers' group; a method is one call and may raise TransientError or ConfigurationError."""

    def members(self, first: int, most: int) -> list[Member]:
        """A page of the group, by login; `first` are left out."""

    def member(self, user_id: str) -> Member:
        """The member with this id. Raises UserMissing, UserOutside."""
