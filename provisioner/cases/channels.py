"""How paper reaches the office (R1, R3)."""

from enum import StrEnum


class Channel(StrEnum):
    """How the paper reached the office (R1)."""

    COUNTER = "counter"
    POST = "post"
    EMAIL = "email"


COPY_CHANNELS = frozenset({Channel.COUNTER})
"""Channels in which the customer takes a copy home (R3)."""
