"""A day on the command line, typed as at the desk."""

from datetime import UTC, date, datetime

import click

from provisioner.entry.dates import read_date
from provisioner.office.time import office_date


class Day(click.ParamType[date]):
    """27.11.2026, 27.11, 2026-11-27, `d`, `w`; with `coming` a day without a year is the next such day."""

    name = "day"

    def __init__(self, *, coming: bool = False) -> None:
        self.coming = coming

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day that is meant."""
        today = office_date(datetime.now(UTC))
        found = value if isinstance(value, date) else read_date(str(value), today, coming=self.coming)
        if found is None:
            self.fail("write a real day, like 27.11.2026, 27.11, 2026-11-27, d (today) or w (yesterday)", param, ctx)
        return found
