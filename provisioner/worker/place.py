"""Where an unexpected error happened, for the log: places only, because texts and values may hold somebody's data."""

import traceback
from pathlib import Path

OURS = Path(__file__).resolve().parents[1]
DEEPEST = 6
"""So many places from the end are enough to find the way."""


def places(error: BaseException) -> list[str]:
    """File and line of our own code on the way to the error, the innermost last."""
    frames = traceback.extract_tb(error.__traceback__)
    found = [(Path(frame.filename), frame.lineno) for frame in frames]
    return [
        f"{file.relative_to(OURS.parent)}:{line}" for file, line in found if file.is_relative_to(OURS)
    ][-DEEPEST:]  # fmt: skip
