"""A text as a QR code, drawn."""

from dataclasses import dataclass
from io import BytesIO

import segno

QUIET = 4
"""How many dots are left white around it: scanners need them."""


@dataclass(frozen=True)
class Drawing:
    """The drawing (SVG), and how many dots wide it is with its white edge."""

    svg: str
    modules: int


def drawn(text: str) -> Drawing:
    """A code of capital letters and digits that can lose a seventh of its dots and is read all the same."""
    found = segno.make(text, error="m", micro=False, mode="alphanumeric", boost_error=False)
    kept = BytesIO()
    found.save(kept, kind="svg", border=QUIET, xmldecl=False, nl=False)
    return Drawing(kept.getvalue().decode(), int(found.symbol_size(border=QUIET)[0]))
