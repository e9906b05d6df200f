"""What a clerk keys in, checked as one whole: every field and every combination, all problems at once (P10)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import provisioner.applications.paper as paper
from provisioner.applications.questions import ask_about_missing
from provisioner.applications.rules import Answer
from provisioner.applications.tables import Application
from provisioner.cases.asked import hour_said
from provisioner.cases.deadlines import LastDay, ask_about_deadline, completes, why_corrected
from provisioner.cases.filing import check_copy, check_days, copy_ticked
from provisioner.entry.field import Field, Values, read_values
from provisioner.entry.reader import EntryProblems, Reader
from provisioner.entry.texts import joined
from provisioner.logins import Practice
from provisioner.office import OfficeRules

T = TypeVar("T")
WITHOUT_CHOICES = OfficeRules()
"""An office that has decided nothing for itself."""


@dataclass(frozen=True)
class Entry:
    """A checked application form; texts are trimmed and identifiers in their one form."""

    values: Values
    answers: Mapping[int, Answer]
    copy_handed: bool
    completed_on: date | None = None
    date_reason: str = ""

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
    rules: OfficeRules = WITHOUT_CHOICES,
) -> Entry:
    """Read a keyed form; `clauses` are the ids of its edition, each answered in `clause-<id>`.

    The office's `rules` say what is asked besides. Of an incomplete case (`corrected`) it also says on which day the
    missing part arrived.

    Raises EntryProblems with every problem and every question left open, in the order of the paper.
    """
    read = Reader(raw, today=today, customer_number=practice.read_number)
    values = read_values(read, paper.asked(rules))
    entry = Entry(
        values=values,
        answers={clause: read.choice(f"{paper.CLAUSE}{clause}", Answer, Answer.ILLEGIBLE) for clause in clauses},
        copy_handed=copy_ticked(read),
        completed_on=read.day(paper.COMPLETED_ON.name, required=True) if completes(corrected) else None,
        date_reason=why_corrected(read, values[paper.RECEIVED_ON], corrected),
    )
    check_copy(read, entry[paper.CHANNEL])
    _check_branch(read, rules, corrected)
    check_days(
        read, written=entry[paper.DOCUMENT_DATE], received=entry[paper.RECEIVED_ON], completed=entry.completed_on
    )
    until = entry[paper.MANDATE_UNTIL]
    if until and until < entry[paper.RECEIVED_ON] and not read.misread(paper.RECEIVED_ON.name):
        read.wrong(paper.MANDATE_UNTIL.name, "before_received")
    ask_about_missing(read, values)
    ask_about_deadline(
        read, received=entry[paper.RECEIVED_ON], channel=entry[paper.CHANNEL], completed=entry.completed_on,
        corrected=corrected, last_day=last_day, at=hour_said(values, paper.RECEIVED_TIME, rules, corrected),
    )  # fmt: skip
    if read.problems:
        raise EntryProblems(sorted(read.problems, key=lambda problem: paper.place(problem.field)))
    return entry


def _check_branch(read: Reader, rules: OfficeRules, corrected: Application | None) -> None:
    """It is one of the office's list; a case may keep the name that it was recorded under."""
    if not rules.branches:
        return
    known = {*rules.branch_names, corrected.branch if corrected else ""}
    typed = joined(read.raw.get(paper.BRANCH.name, ""))
    if typed and typed not in known:
        read.wrong(paper.BRANCH.name, "choose")
