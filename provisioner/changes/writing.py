"""Writing an entry into a change of data, the first time and every later one."""

from datetime import datetime

import provisioner.changes.paper as paper
from provisioner.accounts.offers import email_key
from provisioner.cases.finding.words import found_by, phone_from_its_end, place_words
from provisioner.cases.record import changed_ticks, note_copy, note_editor
from provisioner.changes.entry import Entry
from provisioner.changes.tables import ChangeOfData
from provisioner.staff.tables import StaffMember


def write(change: ChangeOfData, entry: Entry, by: StaffMember, at: datetime) -> None:
    """Take over everything the paper says, and remember who keyed it in."""
    entry.values.write(change)
    change.email_missing, change.email_key = entry.email_missing, email_key(entry.values[paper.EMAIL])
    note_copy(change, handed=entry.copy_handed, by=by.id, at=at)
    note_editor(change, by.id)
    new_name = f"{change.first_name} {change.last_name}"
    found_by(
        change, change.display_name, change.customer_number, new_name, change.email, change.account.login, change.phone,
        phone_from_its_end(change.phone), place_words(change.street, change.postcode, change.town),
    )  # fmt: skip


def differences(change: ChangeOfData, entry: Entry) -> dict[str, tuple[str, str]]:
    """What the change and an entry say, by the names of the fields in which they differ, for the journal."""
    ticks = {
        paper.EMAIL_MISSING: (change.email_missing, entry.email_missing),
        paper.COPY_HANDED: (change.copy_handed_at is not None, entry.copy_handed),
    }
    return {**entry.values.changed(change), **changed_ticks(ticks)}
