"""Writing an entry into a declaration, the first time and every later one."""

from collections.abc import Mapping
from datetime import datetime

import provisioner.declarations.paper as paper
from provisioner.applications.paper import CLAUSE
from provisioner.applications.rules import Answer
from provisioner.cases.finding.words import found_by
from provisioner.cases.record import changed_ticks, note_copy, note_editor
from provisioner.declarations.entry import Entry
from provisioner.declarations.tables import Declaration, DeclaredAnswer
from provisioner.staff.tables import StaffMember


def write(one: Declaration, entry: Entry, by: StaffMember, at: datetime) -> None:
    """Take over everything the paper says, and remember who keyed it in."""
    entry.values.write(one)
    kept = {found.clause_id: found for found in one.answers}
    for clause, answer in entry.answers.items():
        if clause in kept:
            kept[clause].answer = answer
        else:
            one.answers.append(DeclaredAnswer(clause_id=clause, answer=answer))
    one.answers[:] = [found for found in one.answers if found.clause_id in entry.answers]
    note_copy(one, handed=entry.copy_handed, by=by.id, at=at)
    note_editor(one, by.id)
    found_by(one, one.display_name, one.customer_number, one.account.email, one.account.login)


def differences(one: Declaration, entry: Entry) -> dict[str, tuple[str, str]]:
    """What the declaration and an entry say, by the names of the fields in which they differ, for the journal."""
    numbers = {clause.id: clause.number for clause in one.edition.clauses}
    before: Mapping[int, Answer] = {found.clause_id: found.answer for found in one.answers}
    answers = {
        f"{CLAUSE}{numbers[clause]}": (str(before.get(clause, "")), str(entry.answers.get(clause, "")))
        for clause in sorted({*before, *entry.answers})
        if before.get(clause) != entry.answers.get(clause)
    }
    handed = (one.copy_handed_at is not None, entry.copy_handed)
    return {**entry.values.changed(one), **answers, **changed_ticks({paper.COPY_HANDED: handed})}
