"""What a check finds: a fault with its cure, a warning, or what was seen; never a value."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass


class Fault(Exception):
    """Something is wrong; the text says what and how to mend it."""


class Warned(Exception):
    """Something works and should not stay so; the text says what to do."""


@dataclass(frozen=True)
class Finding:
    """The outcome of one check: what is wrong, why it could not be looked at, or, when all is well, what was seen.

    `warning` is what works today and should not stay so.
    """

    name: str
    fault: str = ""
    skipped: str = ""
    warning: str = ""
    seen: str = ""


Check = tuple[str, Callable[[], str | None]]


def run(checks: list[Check]) -> Iterator[Finding]:
    """Carry out one check after another; a fault of one does not stop the others."""
    for name, check in checks:
        try:
            seen = check()
        except Fault as fault:
            yield Finding(name, str(fault))
        except Warned as warned:
            yield Finding(name, warning=str(warned))
        except Exception as error:
            # Whatever else goes wrong must not hide the other findings; the text could hold a secret, the kind cannot.
            yield Finding(name, f"could not be looked at: unexpected {type(error).__name__}")
        else:
            yield Finding(name, seen=seen or "")
