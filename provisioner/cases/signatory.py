"""Who stands behind a paper, and by what they show that they may sign or ask."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Signatory(NamedTuple):
    """The customer or whoever acts for them, by name where it is not the customer; the proof as its paper asks for it:
    of a kind and a day, or in words.
    """

    who: StrEnum
    name: str
    proof: StrEnum | str | None = None
    proof_on: date | None = None
