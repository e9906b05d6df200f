"""Writing an entry into a resignation, the first time and every later one."""

from datetime import datetime

import provisioner.resignations.paper as paper
from provisioner.cases.finding.words import found_by
from provisioner.cases.record import changed_ticks, note_copy, note_editor
from provisioner.resignations.entry import Entry
from provisioner.resignations.tables import Resignation
from provisioner.staff.tables import StaffMember


def write(one: Resignation, entry: Entry, by: StaffMember, at: datetime) -> None:
    """Take over everything the paper says, and remember who keyed it in; a basis left empty is the ground's."""
    entry.values.write(one)
    one.proof_needed, one.basis = entry.ground.proof, one.basis or entry.ground.basis
    note_copy(one, handed=entry.copy_handed, by=by.id, at=at)
    note_editor(one, by.id)
    found_by(one, one.display_name, one.customer_number, one.asker_name, one.account.email, one.account.login)


def differences(one: Resignation, entry: Entry) -> dict[str, tuple[str, str]]:
    """What the case and an entry say, by the names of the fields in which they differ, for the journal."""
    changed = entry.values.changed(one)
    if changed.get(paper.BASIS.name) == (entry.ground.basis, ""):
        del changed[paper.BASIS.name]
    return {**changed, **changed_ticks({paper.COPY_HANDED: (one.copy_handed_at is not None, entry.copy_handed)})}
