"""What stands in the place of a text that is not to be read: dots and its last two characters."""

DOT = "•"
SHOWN = 2
HIDDEN = DOT * 3
"""Where not even its length or end is told."""
UNREADABLE = DOT * 11
"""Where it cannot be opened."""


def masked(text: str) -> str:
    """The text with all but its end hidden."""
    return DOT * (len(text) - SHOWN) + text[-SHOWN:]


def is_mask(text: str) -> bool:
    """Whether this stands for a text that is kept elsewhere."""
    return text.startswith(DOT)


def ending(mask: str) -> str:
    """What a mask leaves to be read."""
    return mask.strip(DOT)
