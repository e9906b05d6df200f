"""What the gate asks of the staff realm about somebody who is signed in already."""

from dataclasses import dataclass
from typing import Protocol


class KeycloakSilent(Exception):
    """Keycloak did not answer, or something else answered in its place; the text is a reason for the log."""


class SignInRefused(Exception):
    """The answer was not what we asked for; the text is a reason for the log, never a token."""


class SecondFactorMissing(SignInRefused):
    """Whoever has signed in did so without a one-time code, where one is demanded."""


class StaffGone(Exception):
    """The realm knows this login no more: ended, disabled or used up; the text is a reason for the log."""


@dataclass(frozen=True)
class Standing:
    """What the realm says of a login now: its roles on the desk, and the token for asking the next time."""

    roles: tuple[str, ...]
    refresh_token: str


class StaffRealm(Protocol):
    """The staff realm, asked with the token that it gave the desk for one login."""

    def renew(self, refresh_token: str, subject: str) -> Standing:
        """Ask what the login of this subject may do now; the token is used up. Raises StaffGone, KeycloakSilent."""

    def revoke(self, refresh_token: str) -> None:
        """Make the token worth nothing. Raises KeycloakSilent."""
