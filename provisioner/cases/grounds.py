"""Why data may have to be kept although somebody asks for their erasure, or their time is over."""

from enum import StrEnum


class HoldGround(StrEnum):
    """The exceptions of art. 17(3) GDPR that can concern an office like this."""

    LEGAL_DUTY = "legal_duty"
    """A legal duty, or a task in the public interest: letter b."""
    CLAIMS = "claims"
    """Establishing, exercising or defending legal claims: letter e."""
