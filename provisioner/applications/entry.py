"""What a clerk keys in, checked as one whole: every field and every combination, all problems at once (P10)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import provisioner.applications.paper as paper
from provisioner.applications.questions import LastDay, ask_about_deadline, ask_about_missing
from provisioner.applications.rules import Answer
from provisioner.applications.tables import Application
from provisioner.cases.channels import COPY_CHANNELS, Channel
from provisioner.cases.status import CaseStatus
from provisioner.entry.field import Field, Values, read_values
from provisioner.entry.reader import EntryProblems, Reader
from provisioner.identifiers import normal_customer_number
from provisioner.logins import Practice

T = TypeVar("T")


@dataclass(frozen=True)
class Entry:
    """A checked application form; texts are trimmed and identifiers in their one form."""

    values: Values
    answers: Mapping[int, Answer]
    copy_handed: bool
    completed_on: date | None = None

    def __getitem__(self, field: Field[T]) -> T:
        """What the paper says in one field."""
        return self.values[field]


def read_entry(
    raw: Mapping[str, str],
    *,
    clauses: Sequence[int],
    today: date,
    practice: Practice,
    last_day: LastDay,
    corrected: Application | None = None,
) -> Entry:
    """Read a keyed form; `clauses` are the ids of its edition, each answered in `clause-<id>`.

    Of an incomplete case (`corrected`) it also says on which day the missing part arrived.

    Raises EntryProblems with every problem and every question left open, in the order of the paper.
    """
    read = reader(raw, today, practice)
    completing = corrected is not None and corrected.status is CaseStatus.INCOMPLETE
    values = read_values(read, paper.FIELDS)
    entry = Entry(
        values=values,
        answers={clause: read.choice(f"{paper.CLAUSE}{clause}", Answer, Answer.ILLEGIBLE) for clause in clauses},
        copy_handed=_copy(read, values[paper.CHANNEL]),
        completed_on=read.day(paper.COMPLETED_ON.name, required=True) if completing else None,
    )
    _compare_days(read, entry)
    ask_about_missing(read, values)
    ask_about_deadline(read, values, entry.completed_on, corrected, last_day)
    if read.problems:
        raise EntryProblems(sorted(read.problems, key=lambda problem: paper.place(problem.field)))
    return entry


def _compare_days(read: Reader, entry: Entry) -> None:
    """Written before received, completed after it."""
    written, received, completed = entry[paper.DOCUMENT_DATE], entry[paper.RECEIVED_ON], entry.completed_on
    if written and written > received:
        read.wrong(paper.DOCUMENT_DATE.name, "after_received")
    if completed and completed < received:
        read.wrong(paper.COMPLETED_ON.name, "before_received")


def reader(raw: Mapping[str, str], today: date, practice: Practice) -> Reader:
    """A reader of this utility's paper."""
    return Reader(
        raw, today=today, customer_number=lambda typed: normal_customer_number(typed, practice.number_pattern)
    )


def _copy(read: Reader, channel: Channel) -> bool:
    handed = read.raw.get(paper.COPY_HANDED, "") == "yes"
    if read.raw.get(paper.CHANNEL.name, "") not in set(Channel):
        return handed
    if channel not in COPY_CHANNELS:
        if handed:
            read.wrong(paper.COPY_HANDED, "no_copy_by_post")
        return False
    if not handed:
        read.wrong(paper.COPY_HANDED, "copy_required")
    return handed
