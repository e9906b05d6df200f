"""The worker's own clock on a lease: nothing outside is touched once the task may be in somebody else's hands (P4).

The database decides whose the attempt is, but only when an outcome is recorded; a process that was stopped and woke up
must not set a password or send a mail before it learns that. So each call outside first asks this clock, which goes on
while a process is stopped or the machine sleeps.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from provisioner.outbox import clock
from provisioner.outbox.outcomes import LeaseLost

SPARE = 3
"""The last third of a lease is kept for an effect that has begun: none is begun in it."""


@dataclass
class Lease:
    """How long the task in hand is surely ours."""

    length: timedelta
    clock: Callable[[], float] = clock.seconds
    _ends: float = field(default=0.0)

    def begin(self) -> None:
        """A lease has just been taken or renewed."""
        self._ends = self.clock() + self.length.total_seconds() * (1 - 1 / SPARE)

    def check(self) -> None:
        """Raises LeaseLost when the time to begin something is over."""
        if self.clock() > self._ends:
            raise LeaseLost("overslept")
