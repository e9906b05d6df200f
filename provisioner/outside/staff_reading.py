"""Who may use the desk, as the staff realm tells it; read, never changed."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class StaffUser:
    """A user of the staff realm; `roles` are those of the desk that come with groups.

    Keycloak shows roles given to a user directly only to those who may read the secrets of its clients (26.7.5).
    """

    subject: str
    login: str
    name: str
    enabled: bool
    roles: frozenset[str]


class StaffReader(Protocol):
    """The staff realm's users."""

    def staff(self) -> list[StaffUser]:
        """All of them, by login. Raises TransientError, ConfigurationError."""
