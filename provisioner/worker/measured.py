"""What one worker counts about itself since it was started; other workers have counts of their own."""

from collections.abc import Iterable
from datetime import timedelta

from prometheus_client import CollectorRegistry, Counter, Histogram

from provisioner.outbox.kinds import Kind

MINUTE, HOUR = 60, 3600
STEPS = (0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30)
OUTCOMES = ("done", "waits", "gave_up", "unexpected", "lease_lost")
ANSWERED, FAILED = "answered", "failed"
DELAYS = (5, 15, 30, MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 4 * HOUR, 24 * HOUR)


class Measured:
    """Shared by the threads of one worker; labels are kinds of work and parts of the outside, nobody's data."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._steps = Histogram(
            "desk_worker_step_seconds", "How long one piece of work took, waiting included.", buckets=STEPS,
            registry=self.registry,
        )  # fmt: skip
        self._idle = Counter("desk_worker_idle", "Looks that found nothing to do.", registry=self.registry)
        self._claims = Counter("desk_worker_claims", "Pieces of work taken.", ["kind"], registry=self.registry)
        self._outcomes = Counter(
            "desk_worker_outcomes", f"How they ended: {', '.join(OUTCOMES)}.",
            ["kind", "outcome"], registry=self.registry,
        )  # fmt: skip
        self._calls = Counter(
            "desk_worker_calls", "Whether a part of the outside answered or failed.", ["part", "outcome"],
            registry=self.registry,
        )  # fmt: skip
        self._delays = Histogram(
            "desk_mail_delay_seconds", "From the decision until the mail server has the first access mail.",
            buckets=DELAYS, registry=self.registry,
        )  # fmt: skip

    def begins(self, kinds: Iterable[Kind]) -> None:
        """Everything that can be counted of this work stands at 0, for a count that is born at 1 never grew."""
        for kind in kinds:
            self._claims.labels(kind.name)
            for outcome in OUTCOMES:
                self._outcomes.labels(kind.name, outcome)
            for part in kind.needs:
                self._calls.labels(part, ANSWERED)
                self._calls.labels(part, FAILED)

    def claimed(self, kind: str) -> None:
        """A piece of work was taken."""
        self._claims.labels(kind).inc()

    def ended(self, kind: str, outcome: str) -> None:
        """It ended so."""
        self._outcomes.labels(kind, outcome).inc()

    def step(self, seconds: float, *, busy: bool) -> None:
        """One turn of the loop."""
        if busy:
            self._steps.observe(seconds)
        else:
            self._idle.inc()

    def answered(self, part: str) -> None:
        """A part of the outside has done what was asked."""
        self._calls.labels(part, ANSWERED).inc()

    def failed(self, part: str) -> None:
        """A part of the outside has not."""
        self._calls.labels(part, FAILED).inc()

    def mailed(self, since: timedelta) -> None:
        """A first access mail is with the mail server, so long after the decision."""
        self._delays.observe(since.total_seconds())
