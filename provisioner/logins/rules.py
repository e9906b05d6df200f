"""How a login is made: explainable, readable over the phone, never reused (R4)."""

import secrets
from collections.abc import Callable
from typing import Literal

from provisioner.identifiers import fold

Scheme = Literal["customer_number", "name", "generated"]

LONGEST = 60


def _letters_and_digits(text: str) -> str:
    return "".join(c for c in fold(text) if c.isascii() and c.isalnum())


def stem(
    scheme: Scheme,
    *,
    customer_number: str,
    first_name: str,
    last_name: str,
    draw: Callable[[int], int] = secrets.randbelow,
) -> str:
    """The login without its ordinal.

    Under the scheme `name` a company, and a name of which no plain letter is left, get the customer number.
    """
    if scheme == "generated":
        return f"ib{draw(10**8):08d}"
    first, last = _letters_and_digits(first_name), _letters_and_digits(last_name)
    if scheme == "name" and first and last:
        return f"{first}.{last}"[:LONGEST]
    return "".join(c for c in fold(customer_number) if c.isascii() and (c.isalnum() or c == "-"))[:LONGEST]


def with_ordinal(stem: str, ordinal: int) -> str:
    """The login of the first, second, … account on one stem: `104233`, `104233-2`, `104233-3`."""
    return stem if ordinal == 1 else f"{stem}-{ordinal}"
