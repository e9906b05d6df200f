"""Which year or month the address asks for; what nobody could ask for is read as this year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from provisioner.numbers import Period
from provisioner.numbers.period import MONTHS
from provisioner.web.words.choices import Option
from provisioner.web.words.office.numbers import month, month_alone
from provisioner.web.words.translate import _


@dataclass(frozen=True)
class Asked:
    """The period with the lists it is chosen from."""

    period: Period
    years: Sequence[Option]
    months: Sequence[Option]

    @property
    def words(self) -> str:
        """The period as a heading says it."""
        one = self.period
        return month(one.year, one.month) if one.month else _("the year %(year)s", year=one.year)


def read(sent: Mapping[str, str], first_year: int, today: date) -> Asked:
    """Read what was sent."""
    year = _number(sent.get("year", ""), range(first_year, today.year + 1)) or today.year
    number = _number(sent.get("month", ""), MONTHS)
    return Asked(
        Period(year, number),
        [Option(str(one), str(one), one == year) for one in range(today.year, first_year - 1, -1)],
        [Option(str(one), month_alone(one), one == number) for one in MONTHS],
    )


def _number(text: str, possible: range) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 and int(text) in possible else None
