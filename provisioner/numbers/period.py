"""The year or the month that is looked at, in days and in moments of the office's clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from provisioner.office.time import office_midnight

MONTHS = range(1, 13)


@dataclass(frozen=True)
class Period:
    """A year, or one month of it."""

    year: int
    month: int | None = None

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month or 1, 1)

    @property
    def after(self) -> date:
        """The day after its last."""
        month = self.month or 12
        return date(self.year + month // 12, month % 12 + 1, 1)

    @property
    def begins(self) -> datetime:
        """Its first moment in the office."""
        return office_midnight(self.first)

    @property
    def ends(self) -> datetime:
        """The first moment after it."""
        return office_midnight(self.after)

    def months(self, today: date) -> Sequence[int]:
        """The months of a year that have begun; of a month only this one."""
        if self.month:
            return [self.month]
        return [month for month in MONTHS if (self.year, month) <= (today.year, today.month)]
