"""What the office goes by: its choices, and what follows from them."""

from datetime import time, timedelta

from provisioner.entry.hours import read_clock
from provisioner.office.choices import OfficeChoices, listed
from provisioner.office.grounds import DeletionGround
from provisioner.office.working_days import Window


class OfficeRules(OfficeChoices):
    """Every setting of the office, asked by whoever acts on it."""

    @property
    def office_closes(self) -> time | None:
        """When office hours end; None where that does not matter."""
        return read_clock(self.email_cutoff_time)

    @property
    def branch_names(self) -> tuple[str, ...]:
        """The offices that take papers in; none where there is nothing to choose."""
        return listed(self.branches)

    @property
    def password_life(self) -> timedelta:
        """How long a temporary password lives."""
        return timedelta(hours=self.temp_password_ttl_hours)

    @property
    def undo_window(self) -> timedelta:
        """How long a decision waits."""
        return timedelta(seconds=self.undo_window_seconds)

    @property
    def reminder(self) -> timedelta | None:
        """How long before its end a temporary password is reminded of; None when not at all.

        A reminder in the first half of a life would come with the access mail.
        """
        before = timedelta(hours=self.temp_password_reminder_hours)
        return before if timedelta(0) < before <= self.password_life / 2 else None

    @property
    def window(self) -> Window:
        """The working days between which a case is to be registered."""
        return Window(self.deadline_first_day, self.deadline_last_day)

    def ground(self, code: str) -> DeletionGround | None:
        """The ground with this code; None for one that the office has given up."""
        return next((one for one in self.deletion_grounds if one.code == code), None)

    def deletion_delay(self, code: str) -> timedelta:
        """How long a deletion on this ground waits."""
        found = self.ground(code)
        own = found.delay_days if found else None
        return timedelta(days=self.deletion_delay_days if own is None else own)
