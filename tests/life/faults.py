"""What can go wrong at any moment: at a call to the outside, before or after it took effect, and at a commit."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy.exc import OperationalError

from provisioner.outside.parts import BEHIND, KEYCLOAK, MAIL
from provisioner.outside.ports import ConfigurationError, PermanentError, TransientError
from tests.worker.troubles import Killed


class Trouble(StrEnum):
    """What happens."""

    AWAY = "a part answers nobody"
    ANSWER_LOST = "what was asked for is done, the answer is lost"
    THIS_ONE_WAITS = "this one piece of work has to wait"
    REFUSED = "refused for good"
    NO_RIGHT = "a right is missing"
    POISON = "something nobody thought of"
    DIES = "the process is killed"
    OVERSLEEPS = "the process sleeps past its lease, and another does the work"
    OVERTAKEN = "somebody else acts meanwhile"
    DATABASE_GONE = "the database is away"


OF_PEOPLE = (Trouble.DIES, Trouble.DATABASE_GONE)
"""What can happen to a use case of the desk: it calls nobody outside."""
LATER = (Trouble.OVERSLEEPS, Trouble.OVERTAKEN)
WAITS = {KEYCLOAK: "keycloak_error", MAIL: "mail_deferred"}
REFUSALS = {KEYCLOAK: "keycloak_400", MAIL: "smtp_550"}


@dataclass
class Faults:
    """One trouble at most waits for its moment; `meanwhile` is what then happens beside the work."""

    trouble: Trouble | None = None
    left: int = 0
    away: str = ""
    meanwhile: Callable[[], None] = field(default=lambda: None)

    def arm(self, trouble: Trouble, moments: int, meanwhile: Callable[[], None] = lambda: None) -> None:
        """So many moments pass first, then at the first that fits it happens."""
        self.trouble, self.left, self.meanwhile = trouble, moments, meanwhile

    def over(self) -> None:
        """All is well again."""
        self.trouble, self.away = None, ""

    def before(self, part: str) -> None:
        """Somebody is about to call this part."""
        if self.away == part:
            raise _unreachable(part)
        match self._now(part in WAITS):
            case Trouble.AWAY:
                self.away = part
                raise _unreachable(part)
            case Trouble.THIS_ONE_WAITS:
                raise TransientError(WAITS[part])
            case Trouble.REFUSED:
                raise PermanentError(REFUSALS[part])
            case Trouble.NO_RIGHT:
                raise ConfigurationError(f"{part}_forbidden", part)
            case Trouble.POISON:
                raise ZeroDivisionError("nobody thought of this")
            case Trouble.DIES:
                raise Killed
            case Trouble.OVERSLEEPS:
                self.meanwhile()

    def after(self, part: str) -> None:
        """What was asked of this part has been done."""
        fits = (Trouble.ANSWER_LOST, Trouble.DIES, Trouble.OVERSLEEPS)
        match self._now(part not in BEHIND, fits):
            case Trouble.ANSWER_LOST:
                raise TransientError(f"{part}_unreachable", part, unknown=True)
            case Trouble.DIES:
                raise Killed
            case Trouble.OVERSLEEPS:
                self.meanwhile()

    def commit(self, *, done: bool) -> None:
        """A transaction is about to be committed, or is."""
        match self._now(True, (*OF_PEOPLE, *LATER) if done else OF_PEOPLE):
            case Trouble.DIES:
                raise Killed
            case Trouble.DATABASE_GONE:
                raise OperationalError("", None, ConnectionError("gone"))
            case Trouble.OVERSLEEPS | Trouble.OVERTAKEN:
                self.meanwhile()

    def _now(self, fits: bool, among: tuple[Trouble, ...] | None = None) -> Trouble | None:
        """The trouble whose moment this is."""
        if self.trouble is None:
            return None
        self.left -= 1
        allowed = among if among is not None else tuple(set(Trouble) - {Trouble.ANSWER_LOST, Trouble.OVERTAKEN})
        if self.left >= 0 or not fits or self.trouble not in allowed:
            return None
        found, self.trouble = self.trouble, None
        return found


def _unreachable(part: str) -> TransientError:
    return TransientError(f"{part}_unreachable", part)
