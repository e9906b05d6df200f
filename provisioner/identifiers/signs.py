"""What every reader of typed text begins with: the signs as on the keyboard, and the one refusal."""

DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣－", "-"))


class InvalidIdentifier(ValueError):
    """The text is not what it should be; the message is a short code for the page to put into words."""


def with_plain_dashes(text: str) -> str:
    """The text with every kind of dash a hyphen, as it is on the keyboard."""
    return text.translate(DASHES)
