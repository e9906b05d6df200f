"""A staff realm in the test's hand: each token works once and says whose roles it was given for."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import count

from provisioner.web.gate.staff_realm import StaffGone, Standing

serials = count(1)


def first_token(roles: Iterable[str]) -> str:
    """The token of a fresh login with these roles."""
    return f"{next(serials)}|{','.join(roles)}"


def nothing() -> None:
    """Nothing happens while the realm is asked."""


@dataclass
class FakeRealm:
    """Answers as Keycloak does; a token used twice ends the login, as it does there."""

    trouble: Exception | None = None
    roles: list[str] | None = None
    """What every login may do from now on, instead of what it could before."""
    meanwhile: Callable[[], None] = nothing
    asked: list[str] = field(default_factory=list)
    revoked: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def renew(self, refresh_token: str, subject: str) -> Standing:
        with self._lock:
            used, self.asked = refresh_token in self.asked, [*self.asked, refresh_token]
        self.meanwhile()
        if self.trouble:
            raise self.trouble
        if used:
            raise StaffGone("Maximum allowed refresh token reuse exceeded")
        roles = refresh_token.partition("|")[2].split(",") if self.roles is None else self.roles
        return Standing(tuple(filter(None, roles)), first_token(roles))

    def revoke(self, refresh_token: str) -> None:
        if self.trouble:
            raise self.trouble
        self.revoked.append(refresh_token)
