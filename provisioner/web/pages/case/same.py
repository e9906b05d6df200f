"""Other cases of what may be the same customer, the newest open to view."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from provisioner.applications.alike import Twin
from provisioner.applications.case import Case
from provisioner.applications.duplicates import OVER
from provisioner.cases.status import OPEN_CASES
from provisioner.staff.roles import Action
from provisioner.web.gate.access import Me
from provisioner.web.pages.case.decision.form import Trouble
from provisioner.web.words.choices import Option
from provisioner.web.words.terms import shared
from provisioner.web.words.translate import ngettext

SAME_AS = "same_as"
SAME_SHOWN = 5
"""So many cases with the same data stand open, so that the decisions below them stay in view."""


@dataclass(frozen=True)
class SameCustomer:
    """Another case that says the same in something that tells people apart, and in what."""

    id: UUID
    number: str
    customer: str
    state: StrEnum
    equal: str
    applies: bool


@dataclass(frozen=True)
class Same:
    """The newest cases alike; the others folded under a line that counts them; and whether there are still more.

    `twins` are the same application; `choices` are the cases that may be said to be, `wrong` what is wrong with that.
    """

    newest: Sequence[SameCustomer]
    others: Sequence[SameCustomer]
    counted: str
    more: bool
    twins: Sequence[Twin]
    choices: Sequence[Option]
    wrong: str


def same(found: Case, person: Me, trouble: Trouble) -> Same:
    """What is shown of them to this person."""
    alike = found.alike
    cases = [
        SameCustomer(one.id, one.number, one.display_name, one.state, shared(one.equal), one.applies)
        for one in alike.cases
    ]
    others = cases[SAME_SHOWN:]
    counted = ngettext("%(num)d older case", "%(num)d older cases", len(others))
    chosen, wrong = trouble.typed.get(SAME_AS, ""), trouble.at(SAME_AS)
    choices = [Option(str(one.id), f"{one.number}, {one.customer}", str(one.id) == chosen) for one in _may_be(cases)]
    one = found.application
    if one.status not in OPEN_CASES or one.stands_still or not person.may(Action.WITHDRAW):
        choices = []
    return Same(cases[:SAME_SHOWN], others, counted, alike.more, alike.twins, choices, wrong)


def _may_be(cases: Sequence[SameCustomer]) -> Iterator[SameCustomer]:
    """The cases that go on, or went on to an account: no paper can be the same as one that is over."""
    return (one for one in cases if one.applies and one.state not in OVER)
