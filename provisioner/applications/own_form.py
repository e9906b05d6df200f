"""What customers type at home for the form they print and sign: read by the rules of the clerk's form, kept nowhere."""

from collections.abc import Mapping
from datetime import date

import provisioner.applications.paper as paper
from provisioner.applications.rules import CustomerKind
from provisioner.entry.field import read_values
from provisioner.entry.reader import AGAIN, EntryProblems, Reader
from provisioner.logins import Practice

PATH = "/form"
"""Where on the pages for customers it is filled in."""
_PLACES = {field.name: place for place, field in enumerate(paper.OWN_FIELDS)}


def read_own_form(raw: Mapping[str, str], *, today: date, practice: Practice) -> dict[str, str]:
    """What was typed, each field in its one form. Raises EntryProblems with everything that is wrong, in order.

    What a clerk is asked about and may confirm, one name alone or a company without a tax number, passes here.
    """
    read = Reader(raw, today=today, customer_number=practice.read_number)
    values = read_values(read, paper.OWN_FIELDS)
    names = (paper.FIRST_NAME, paper.LAST_NAME)
    if values[paper.CUSTOMER_KIND] is CustomerKind.PERSON and not any(values[one] for one in names):
        for name in (one.name for one in names if not read.misread(one.name)):
            read.wrong(name, "required")
    if read.problems:
        raise EntryProblems(sorted(read.problems, key=lambda problem: _place(problem.field)))
    return {one.name: one.typed(values[one]) if values[one] else "" for one in paper.OWN_FIELDS}


def _place(name: str) -> float:
    return _PLACES[name.removesuffix(AGAIN)] + 0.5 * name.endswith(AGAIN)
