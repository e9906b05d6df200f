"""How paper reaches the office (R1, R3)."""

from enum import StrEnum


class Channel(StrEnum):
    """How the paper reached the office (R1)."""

    COUNTER = "counter"
    POST = "post"
    EMAIL = "email"
    OFFICE = "office"
    """No paper has come: the office itself acts, as at the end of a contract."""


PAPER_CHANNELS = (Channel.COUNTER, Channel.POST, Channel.EMAIL)
"""How a customer's paper comes (R1)."""
COPY_CHANNELS = frozenset({Channel.COUNTER})
"""Channels in which the customer takes a copy home (R3)."""
