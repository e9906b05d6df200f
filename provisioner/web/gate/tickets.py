"""What a browser must bring back from Keycloak: a signed cookie for each sign-in that was begun, and no row of ours.

Each tab has its own, so that every tab ends in the page it asked for; whoever never comes back leaves nothing behind.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from flask import Request
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response

LIFE_SECONDS = 1800
MOST = 8
"""Tabs of one browser that may be signing in at once; older ones begin anew."""


@dataclass(frozen=True)
class Ticket:
    """One sign-in that was begun: what Keycloak must answer to, and the page to end in."""

    state: str
    nonce: str
    verifier: str
    wanted: str


class Tickets:
    """Writes and reads the cookies; over TLS they are bound to the host."""

    def __init__(self, keys: Sequence[str], prefix: str, *, secure: bool) -> None:
        self._signer = URLSafeTimedSerializer(list(keys), salt="sign-in")
        self._prefix = f"{prefix}-in-"
        self._secure = secure

    def keep(self, ticket: Ticket, request: Request, answer: Response) -> None:
        """Give the ticket to the browser that leaves for Keycloak."""
        known = [name for name in request.cookies if name.startswith(self._prefix)]
        for name in known[: max(0, len(known) + 1 - MOST)]:
            self._drop(name, answer)
        value = self._signer.dumps(asdict(ticket))
        name = self._name(ticket.state)
        answer.set_cookie(name, str(value), LIFE_SECONDS, path="/", secure=self._secure, httponly=True, samesite="Lax")

    def find(self, state: str, request: Request) -> Ticket | None:
        """The ticket of the sign-in that this answer belongs to, if this browser began it a while ago."""
        try:
            found = Ticket(**self._signer.loads(request.cookies.get(self._name(state), ""), LIFE_SECONDS))
        except (BadData, TypeError):
            return None
        return found if found.state == state else None

    def use(self, state: str, answer: Response) -> None:
        """A ticket counts once."""
        self._drop(self._name(state), answer)

    def _name(self, state: str) -> str:
        return self._prefix + "".join(c for c in state if c.isascii() and c.isalnum())[:24]

    def _drop(self, name: str, answer: Response) -> None:
        answer.delete_cookie(name, path="/", secure=self._secure, httponly=True, samesite="Lax")
