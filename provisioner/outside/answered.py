"""What a part of the outside says by an error that concerns one piece of work: that it is there and works."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from provisioner.outside.ports import LoginOrEmailTaken, PermanentError, TransientError, UserMissing

ANSWERS = (LoginOrEmailTaken, PermanentError, UserMissing)
"""Errors of one case."""


@contextmanager
def heard(answered: Callable[[], None]) -> Iterator[None]:
    """Around one call: tell of such an error before it goes on. That all went well tells whoever knows when it has."""
    try:
        yield
    except ANSWERS:
        answered()
        raise
    except TransientError as error:
        if not error.component:
            answered()
        raise
