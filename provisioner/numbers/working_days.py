"""Working days between many pairs of days: each day of the calendar is looked at once."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import accumulate

from provisioner.office.working_days import Calendar

ONE = timedelta(days=1)


def between(calendar: Calendar, first: date, last: date) -> Callable[[date, date], int]:
    """Counts working days after one day up to and including another, both from `first` to `last`."""
    days = (first + n * ONE for n in range((last - first).days + 1))
    passed = list(accumulate(calendar.is_working(day) for day in days))
    return lambda earlier, later: passed[(later - first).days] - passed[(earlier - first).days]
