"""How a login is made: explainable, readable over the phone, never reused, never another customer's number (R4).

A login is the customer's own number, or it is none at all: it does not have the shape of one, or it holds an
underscore, which no customer number has (`identifiers.normal_customer_number`).
"""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from provisioner.identifiers import fold, normal_customer_number

Scheme = Literal["customer_number", "name", "generated"]
LONGEST = 60


@dataclass(frozen=True)
class Practice:
    """What this utility's customer numbers look like, as a regular expression, and how it makes logins of them."""

    number_pattern: str
    scheme: Scheme = "customer_number"

    @property
    def foreseeable(self) -> bool:
        """Whether the login follows from what is typed, so that it can be told before it is reserved."""
        return self.scheme != "generated"

    def read_number(self, typed: str) -> str:
        """A typed customer number in its normal form. Raises InvalidIdentifier."""
        return normal_customer_number(typed, self.number_pattern)

    def stem(
        self, *, customer_number: str, first_name: str, last_name: str, draw: Callable[[int], int] = secrets.randbelow
    ) -> str:
        """The login without its ordinal.

        Under the scheme `name` a company, and a name of which no plain letter is left, get the customer number.
        """
        if self.scheme == "generated":
            drawn = f"{draw(10**8):08d}"
            return f"ib_{drawn}" if self._may_be_a_number(f"ib{drawn}") else f"ib{drawn}"
        first, last = _letters_and_digits(first_name), _letters_and_digits(last_name)
        named = f"{first}.{last}"[:LONGEST]
        if self.scheme == "name" and first and last and not self._may_be_a_number(named):
            return named
        return _of_number(customer_number)

    def _may_be_a_number(self, login: str) -> bool:
        return re.fullmatch(self.number_pattern, login, re.ASCII | re.IGNORECASE) is not None


def with_ordinal(stem: str, ordinal: int) -> str:
    """The login of the first, second, … account on one stem: `104233`, `104233_2`, `104233_3`."""
    return stem if ordinal == 1 else f"{stem}_{ordinal}"


def _of_number(customer_number: str) -> str:
    """The number in small letters; left out, a sign that no login has would make another number of it: `_` instead."""
    return re.sub("[^a-z0-9.-]", "_", customer_number.lower())[:LONGEST]


def _letters_and_digits(text: str) -> str:
    return "".join(c for c in fold(text) if c.isascii() and c.isalnum())
