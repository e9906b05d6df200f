"""How a login is made: explainable, readable over the phone, never reused (R4)."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from provisioner.identifiers import fold

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

    def stem(
        self, *, customer_number: str, first_name: str, last_name: str, draw: Callable[[int], int] = secrets.randbelow
    ) -> str:
        """The login without its ordinal.

        Under the scheme `name` a company, and a name of which no plain letter is left, get the customer number.
        """
        if self.scheme == "generated":
            return f"ib{draw(10**8):08d}"
        first, last = _letters_and_digits(first_name), _letters_and_digits(last_name)
        if self.scheme == "name" and first and last:
            return f"{first}.{last}"[:LONGEST]
        return "".join(c for c in fold(customer_number) if c.isascii() and (c.isalnum() or c == "-"))[:LONGEST]


def with_ordinal(stem: str, ordinal: int) -> str:
    """The login of the first, second, … account on one stem: `104233`, `104233-2`, `104233-3`."""
    return stem if ordinal == 1 else f"{stem}-{ordinal}"


def _letters_and_digits(text: str) -> str:
    return "".join(c for c in fold(text) if c.isascii() and c.isalnum())
