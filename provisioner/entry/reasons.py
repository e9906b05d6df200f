"""The reason that somebody has to give for what they decide."""

LONGEST = 2000


class ReasonMissing(Exception):
    """A refusal, a return and a closing need a reason of 1 to 2,000 characters."""


def given(reason: str) -> str:
    """The reason without spaces around it. Raises ReasonMissing."""
    reason = reason.strip()
    if not reason or len(reason) > LONGEST:
        raise ReasonMissing
    return reason
