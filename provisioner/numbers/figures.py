"""What one month, or a whole year, came to; every share and measure is made of counts here."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from provisioner.cases.channels import Channel


@dataclass(frozen=True)
class Figures:
    """Counts of a span of time.

    `days` are working days from the complete receipt to the decision, each with how many decisions took so many;
    `sent` are approved accounts whose login details were mailed, `activated` those of them with an own password.
    """

    intake: Counter[Channel] = field(default_factory=Counter)
    branches: Counter[str] = field(default_factory=Counter)
    """Papers by the office that took them in; "" where nobody was asked."""
    days: Counter[int] = field(default_factory=Counter)
    approved: int = 0
    refused: int = 0
    timed: int = 0
    late: int = 0
    sent: int = 0
    activated: int = 0

    @property
    def received(self) -> int:
        """Papers of every channel."""
        return self.intake.total()

    @property
    def decided(self) -> int:
        """Approved and refused."""
        return self.approved + self.refused

    @property
    def median(self) -> int | None:
        """The fewest working days within which at least half of the decisions fell."""
        half, so_far = (self.days.total() + 1) // 2, 0
        for days in sorted(self.days):
            so_far += self.days[days]
            if so_far >= half:
                return days
        return None

    @property
    def worst(self) -> int | None:
        """The working days of the slowest decision."""
        return max(self.days, default=None)

    @property
    def late_share(self) -> float | None:
        """Of the decisions whose last day is known, those that came after it."""
        return self.late / self.timed if self.timed else None

    @property
    def activation(self) -> float | None:
        """Of the customers who were sent login details, those who have set an own password."""
        return self.activated / self.sent if self.sent else None


def summed(parts: Iterable[Figures]) -> Figures:
    """The figures of several spans taken together."""
    all_of_them = list(parts)
    return Figures(
        intake=sum((one.intake for one in all_of_them), Counter()),
        branches=sum((one.branches for one in all_of_them), Counter()),
        days=sum((one.days for one in all_of_them), Counter()),
        **{name: sum(getattr(one, name) for one in all_of_them) for name in COUNTS},
    )


COUNTS = ("approved", "refused", "timed", "late", "sent", "activated")
