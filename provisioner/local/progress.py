"""Progress lines of the long steps: one before, the seconds after."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Say = Callable[[str], None]


def silent(line: str) -> None:
    """Say nothing; for callers that do not talk to a person."""
    del line


@contextmanager
def step(say: Say, what: str) -> Iterator[None]:
    """Announce a step, and how long it took once it worked."""
    say(f"{what} …")
    started = time.monotonic()
    yield
    say(f"{what}: {time.monotonic() - started:.1f} s")
