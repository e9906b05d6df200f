"""While a part of the outside is down no thread claims work that needs it; everything else goes on."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic

from provisioner import outbox

LONGEST_PAUSE = timedelta(seconds=30)


@dataclass
class Pause:
    """How long one part is left alone, so that an outage is met by one try at a time."""

    clock: Callable[[], float] = monotonic
    _until: float = 0.0
    _failures: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def seconds(self) -> float:
        """How long to wait before the next try."""
        return max(0.0, self._until - self.clock())

    def lengthen(self) -> timedelta:
        """The part failed (again); gives how long it is left alone now."""
        with self._lock:
            wait = min(outbox.wait(self._failures), LONGEST_PAUSE)
            self._failures += 1
            self._until = self.clock() + wait.total_seconds()
        return wait

    def end(self) -> None:
        """The part answered."""
        with self._lock:
            self._until, self._failures = 0.0, 0


@dataclass
class Pauses:
    """One pause a part, shared by the threads of a worker."""

    clock: Callable[[], float] = monotonic
    _parts: dict[str, Pause] = field(default_factory=dict)

    def of(self, part: str) -> Pause:
        """The pause of one part."""
        return self._parts.setdefault(part, Pause(self.clock))

    @property
    def parts(self) -> set[str]:
        """Those that are left alone now."""
        return {part for part, pause in self._parts.copy().items() if pause.seconds}
