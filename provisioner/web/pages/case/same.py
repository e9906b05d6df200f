"""Other cases of what may be the same customer, the newest open to view."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from provisioner.applications.alike import AlikeCases
from provisioner.web.words.terms import shared
from provisioner.web.words.translate import ngettext

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


@dataclass(frozen=True)
class Same:
    """The newest cases alike; the others folded under a line that counts them; and whether there are still more."""

    newest: Sequence[SameCustomer]
    others: Sequence[SameCustomer]
    counted: str
    more: bool


def same(alike: AlikeCases) -> Same:
    """What is shown of them."""
    cases = [SameCustomer(one.id, one.number, one.display_name, one.state, shared(one.equal)) for one in alike.cases]
    others = cases[SAME_SHOWN:]
    counted = ngettext("%(num)d older case", "%(num)d older cases", len(others))
    return Same(cases[:SAME_SHOWN], others, counted, alike.more)
