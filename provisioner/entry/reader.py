"""Reading raw texts of a form field by field, collecting what is wrong instead of stopping at the first (P10)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import TypeVar

from provisioner.entry.dates import FURTHEST_DAYS, OLDEST_DAYS, read_date
from provisioner.entry.hours import read_clock
from provisioner.entry.texts import Rule, joined, on_one_line, one_line, readable, units, visible
from provisioner.identifiers import InvalidIdentifier, with_plain_dashes

E = TypeVar("E", bound=StrEnum)
AGAIN = "_again"
"""What the name of a field typed twice ends with the second time."""
SURE = "_sure"
"""What the name of the tick ends with that says yes to a question about a field."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one field; `code` is put into words by the page.

    A question is wrong only until the tick beside the field sends back `asked`, what exactly is asked about.
    """

    field: str
    code: str
    asked: str = ""


class EntryProblems(Exception):
    """Everything that is wrong with an entry, in the order of its form."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(", ".join(f"{one.field}:{one.code}" for one in problems))
        self.problems = list(problems)


class Reader:
    """Reads raw texts field by field and collects what is wrong instead of stopping at the first.

    `customer_number` brings a customer number to its one form; what it looks like is the utility's own affair.
    What is pasted comes as it is seen: accents typed apart become one letter, what nobody can see is dropped.
    """

    def __init__(self, raw: Mapping[str, str], *, today: date, customer_number: Callable[[str], str]) -> None:
        self.raw = {name: visible(value) for name, value in raw.items()}
        self.today = today
        self.customer_number = customer_number
        self.problems: list[Problem] = []

    def wrong(self, field: str, code: str) -> None:
        """Note one problem."""
        self.problems.append(Problem(field, code))

    def misread(self, field: str) -> bool:
        """Whether something is wrong with a field so far: what stands in for it says nothing about others."""
        return any(problem.field == field for problem in self.problems)

    def ask(self, field: str, code: str, about: str) -> None:
        """Note a question, unless the tick beside the field says yes to exactly this."""
        if self.raw.get(field + SURE, "") != about:
            self.problems.append(Problem(field, code, about))

    def text(
        self,
        field: str,
        longest: int,
        *,
        required: bool = False,
        rule: Rule = one_line,
        tidy: Callable[[str], str] = on_one_line,
    ) -> str:
        """One line of at most `longest` characters that keeps the rule; empty where it does not."""
        value = tidy(self.raw.get(field, ""))
        return self._kept(field, value, "too_long" if units(value) > longest else rule(value), required)

    def lines(self, field: str, longest: int, *, required: bool = False) -> str:
        """Free text over several lines; the end of a line counts as one character."""
        value = self.raw.get(field, "").strip()
        return self._kept(field, value, "too_long" if len(value) > longest else readable(value), required)

    def _kept(self, field: str, value: str, code: str, required: bool) -> str:
        if not value:
            if required:
                self.wrong(field, "required")
            return ""
        if code:
            self.wrong(field, code)
            return ""
        return value

    def number(self, field: str, normal: Callable[[str], str], *, required: bool = True) -> str:
        """An identifier in its one form; a grave accent stays, for an e-mail address may have one."""
        value = self.text(field, 254, required=required, tidy=joined)
        try:
            return normal(value) if value else ""
        except InvalidIdentifier as error:
            self.wrong(field, str(error))
            return ""

    def repeated(self, field: str, understood: bool) -> None:
        """Compare a field with what was typed the second time; letter case does not count."""
        first, again = (joined(with_plain_dashes(self.raw.get(name, ""))).casefold() for name in (field, field + AGAIN))
        if not again:
            self.wrong(field + AGAIN, "required")
        elif understood and again != first:
            self.wrong(field + AGAIN, "differs")

    def choice(self, field: str, enum: Iterable[E], fallback: E) -> E:
        """One of the choices; the fallback stands in where none was made."""
        value = self.raw.get(field, "")
        for one in enum:
            if one.value == value:
                return one
        self.wrong(field, "choose")
        return fallback

    def yes_or_no(self, field: str) -> bool:
        """Whether `yes` was chosen."""
        value = self.raw.get(field, "")
        if value not in ("yes", "no"):
            self.wrong(field, "choose")
        return value == "yes"

    def hour(self, field: str) -> time | None:
        """An hour of the day, where there is one."""
        value = self.raw.get(field, "").strip()
        found = read_clock(value)
        if value and found is None:
            self.wrong(field, "hour")
        return found

    def day_ahead(self, field: str) -> date | None:
        """A day that must be given, after today and not further away than a promise of the office can reach."""
        value = self.raw.get(field, "").strip()
        found = read_date(value, self.today, coming=True) if value else None
        if found is None:
            self.wrong(field, "date" if value else "required")
        elif found <= self.today:
            self.wrong(field, "past")
        elif (found - self.today).days > FURTHEST_DAYS:
            self.wrong(field, "far_ahead")
        else:
            return found
        return None

    def final_day(self, field: str) -> date | None:
        """A last day, where there is one: of the last year, or not further ahead than a promise can reach."""
        value = self.raw.get(field, "").strip()
        found = read_date(value, self.today, coming=True) if value else None
        if found is None:
            if value:
                self.wrong(field, "date")
        elif (found - self.today).days > FURTHEST_DAYS:
            self.wrong(field, "far_ahead")
        elif (self.today - found).days > OLDEST_DAYS:
            self.wrong(field, "too_old")
        else:
            return found
        return None

    def day(self, field: str, *, required: bool = False, coming: bool = False) -> date | None:
        """A date of the last year, not in the future; with `coming` of the next year, too."""
        value = self.raw.get(field, "").strip()
        if not value:
            if required:
                self.wrong(field, "required")
            return None
        found = read_date(value, self.today)
        if found is None:
            self.wrong(field, "date")
        elif found > self.today and not coming:
            self.wrong(field, "future")
        elif (found - self.today).days > OLDEST_DAYS:
            self.wrong(field, "too_far")
        elif (self.today - found).days > OLDEST_DAYS:
            self.wrong(field, "too_old")
        else:
            return found
        return None
