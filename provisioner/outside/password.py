"""The temporary password: made here, kept in memory, mailed once (R5, P3)."""

import secrets
from collections.abc import Callable, Sequence

LETTERS = "abcdefghjkmnpqrstuvwxyz"
DIGITS = "23456789"
ALPHABET = LETTERS + DIGITS
"""31 characters that are not mistaken for one another on paper or screen: no i, l, o, 0, 1."""

GROUP = 4
TEMPORARY_LENGTH = 16

Choice = Callable[[Sequence[str]], str]
NewPassword = Callable[[], "TemporaryPassword"]


class TemporaryPassword:
    """A secret that prints as stars, so that no log, trace or audit line can carry it by accident."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        if not value:
            raise ValueError("an empty password would break the account")
        self._value = value

    def reveal(self) -> str:
        """The password itself, for the one call to Keycloak and the one mail."""
        return self._value

    def groups(self) -> list[str]:
        """The password in groups of four for reading; joined they are the password."""
        return [self._value[i : i + GROUP] for i in range(0, len(self._value), GROUP)]

    def __repr__(self) -> str:
        return "TemporaryPassword(****)"

    __str__ = __repr__


def temporary_password(length: int = TEMPORARY_LENGTH, choice: Choice = secrets.choice) -> TemporaryPassword:
    """Draw a password of `length` ≥ 12 characters with at least one letter and one digit (ASVS 6.4.1)."""
    while True:
        value = "".join(choice(ALPHABET) for _ in range(length))
        if any(c in LETTERS for c in value) and any(c in DIGITS for c in value):
            return TemporaryPassword(value)
