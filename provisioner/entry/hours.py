"""Hours as clerks type them."""

import re
from datetime import time

CLOCK = re.compile(r"([01]?[0-9]|2[0-3])(?:[:.]?([0-5][0-9]))?")


def read_clock(text: str) -> time | None:
    """An hour as people type it: 15:30, 15.30, 1530, 15; None for what is none."""
    found = CLOCK.fullmatch(text.strip())
    return time(int(found[1]), int(found[2] or 0)) if found else None
