"""What a clerk keys in of a declaration, checked as one whole (P10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import provisioner.declarations.paper as paper
from provisioner.applications.paper import CLAUSE
from provisioner.applications.rules import Answer
from provisioner.cases.asked import hour_said, on_form
from provisioner.cases.deadlines import LastDay, ask_about_deadline, completes, why_corrected
from provisioner.cases.filing import check_copy, check_days, copy_ticked
from provisioner.declarations.asked import Asked
from provisioner.declarations.rules import DeclarationKind
from provisioner.declarations.tables import Declaration
from provisioner.entry.field import Values, read_values
from provisioner.entry.reader import EntryProblems, Reader
from provisioner.logins import Practice
from provisioner.office import OfficeRules

CHANGES = (Answer.ACCEPTED, Answer.REFUSED)
"""How a consent can change: given, or withdrawn."""


@dataclass(frozen=True)
class Entry:
    """A checked form, with the answer to each clause by its id; a consent that stays as it is has none."""

    values: Values
    answers: Mapping[int, Answer]
    copy_handed: bool
    completed_on: date | None = None
    date_reason: str = ""


def read_declaration(
    raw: Mapping[str, str],
    *,
    today: date,
    practice: Practice,
    number: str,
    asked: Asked,
    rules: OfficeRules,
    last_day: LastDay,
    corrected: Declaration | None = None,
) -> Entry:
    """Read a keyed form of the account with this customer `number`, which asks what is `asked`.

    Raises EntryProblems with every problem and question, in the order of the paper.
    """
    read = Reader(raw, today=today, customer_number=practice.read_number)
    values = read_values(read, on_form(paper.FIELDS, rules))
    arrived = read.day(paper.COMPLETED_ON, required=True) if completes(corrected) else None
    if values[paper.CUSTOMER_NUMBER] and values[paper.CUSTOMER_NUMBER] != number:
        read.wrong(paper.CUSTOMER_NUMBER.name, "other_number")
    answers = _consents(read, asked) if asked.kind is DeclarationKind.CONSENTS else _every_clause(read, asked)
    check_days(read, written=values[paper.DOCUMENT_DATE], received=values[paper.RECEIVED_ON], completed=arrived)
    check_copy(read, values[paper.CHANNEL])
    why = why_corrected(read, values[paper.RECEIVED_ON], corrected)
    ask_about_deadline(
        read, received=values[paper.RECEIVED_ON], channel=values[paper.CHANNEL], completed=arrived,
        corrected=corrected, last_day=last_day, at=hour_said(values, paper.RECEIVED_TIME, rules, corrected),
    )  # fmt: skip
    if read.problems:
        raise EntryProblems(sorted(read.problems, key=lambda one: paper.place(one.field)))
    return Entry(values, answers, copy_ticked(read), arrived, why)


def name_of(clause_id: int) -> str:
    """What the answer to a clause is called in the form."""
    return f"{CLAUSE}{clause_id}"


def _every_clause(read: Reader, asked: Asked) -> dict[int, Answer]:
    return {one.id: read.choice(name_of(one.id), Answer, Answer.ILLEGIBLE) for one in asked.clauses}


def _consents(read: Reader, asked: Asked) -> dict[int, Answer]:
    """Only what changes is answered; at least one thing does."""
    filled = [one.id for one in asked.clauses if read.raw.get(name_of(one.id), "")]
    answers = {clause: read.choice(name_of(clause), CHANGES, asked.now[clause]) for clause in filled}
    for clause, answer in answers.items():
        if answer is asked.now[clause] and not read.misread(name_of(clause)):
            read.wrong(name_of(clause), "same_consent")
    if not filled:
        read.wrong(name_of(asked.clauses[0].id), "nothing_changes")
    return answers
