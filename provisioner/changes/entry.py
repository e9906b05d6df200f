"""What a clerk keys in of a paper that changes data, checked as one whole (P10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import provisioner.changes.paper as paper
from provisioner.cases.asked import hour_said, on_form
from provisioner.cases.deadlines import LastDay, ask_about_deadline, completes, why_corrected
from provisioner.cases.filing import check_copy, check_days, copy_ticked
from provisioner.changes.tables import ChangeOfData
from provisioner.entry.field import Field, Values, read_values
from provisioner.entry.reader import AGAIN, EntryProblems, Reader
from provisioner.logins import Practice
from provisioner.office import OfficeRules


@dataclass(frozen=True)
class Entry:
    """A checked form; `values` holds "" or None where nothing is to change."""

    values: Values
    email_missing: bool
    copy_handed: bool
    completed_on: date | None = None
    date_reason: str = ""


def read_change(
    raw: Mapping[str, str],
    *,
    today: date,
    practice: Practice,
    number: str,
    now: Mapping[str, str],
    rules: OfficeRules,
    last_day: LastDay,
    corrected: ChangeOfData | None = None,
) -> Entry:
    """Read a keyed form of the account with this customer `number`, which says `now` what it says.

    Raises EntryProblems with every problem and question, in the order of the paper.
    """
    read = Reader(raw, today=today, customer_number=practice.read_number)
    values = read_values(read, on_form(paper.FIELDS, rules))
    missing = raw.get(paper.EMAIL_MISSING, "") == "yes"
    arrived = read.day(paper.COMPLETED_ON, required=True) if completes(corrected) else None
    _compare(read, values, number, now, email_missing=missing)
    check_days(read, written=values[paper.DOCUMENT_DATE], received=values[paper.RECEIVED_ON], completed=arrived)
    check_copy(read, values[paper.CHANNEL])
    why = why_corrected(read, values[paper.RECEIVED_ON], corrected)
    ask_about_deadline(
        read, received=values[paper.RECEIVED_ON], channel=values[paper.CHANNEL], completed=arrived,
        corrected=corrected, last_day=last_day, at=hour_said(values, paper.RECEIVED_TIME, rules, corrected),
    )  # fmt: skip
    if read.problems:
        raise EntryProblems(sorted(read.problems, key=lambda one: _place(one.field)))
    return Entry(values, missing, copy_ticked(read), arrived, why)


def _compare(read: Reader, values: Values, number: str, now: Mapping[str, str], *, email_missing: bool) -> None:
    if values[paper.CUSTOMER_NUMBER] and values[paper.CUSTOMER_NUMBER] != number:
        read.wrong(paper.CUSTOMER_NUMBER.name, "other_number")
    filled = [field for field in paper.DATA if read.raw.get(field.name, "").strip()]
    if paper.EMAIL in filled:
        read.repeated(paper.EMAIL.name, bool(values[paper.EMAIL]))
    if email_missing and paper.EMAIL in filled:
        read.wrong(paper.EMAIL_MISSING, "read_or_missing")
    if not filled and not email_missing:
        read.wrong(paper.EMAIL.name, "nothing_changes")
    if set(filled) & set(paper.ADDRESS):
        _whole_address(read, values)
    for field in filled:
        if field not in paper.ADDRESS and not read.misread(field.name) and _typed(field, values) == now[field.name]:
            read.wrong(field.name, "same")


def _whole_address(read: Reader, values: Values) -> None:
    for field in (paper.STREET, paper.POSTCODE, paper.TOWN):
        empty = not read.raw.get(field.name, "").strip()
        if empty and not (field is paper.POSTCODE and values[paper.COUNTRY]):
            read.wrong(field.name, "whole_address")


def _typed(field: Field[object], values: Values) -> str:
    value = values[field]
    return "" if value is None else field.typed(value)


def _place(name: str) -> int:
    return paper.ORDER.index(name.removesuffix(AGAIN))
