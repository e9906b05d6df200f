"""What people tried, what they had to try again and what never went well."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

import requests

T = TypeVar("T")
TRIES, PAUSE_SECONDS = 5, 2.0
"""How often somebody sends the same again before they give up; a takeover takes nginx two seconds."""


class Unwell(Exception):
    """The answer is not what was asked for; the text says which it was, without what people typed."""


@dataclass
class Tally:
    """Shared by all people of a load."""

    tries: int = TRIES
    tried: Counter[str] = field(default_factory=Counter)
    again: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    why: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def attempt(self, what: str, do: Callable[[], T]) -> T | None:
        """Do it, and the same again when it went wrong, as a person does; nothing where it never went well."""
        with self._lock:
            self.tried[what] += 1
        for tries in range(self.tries):
            try:
                return do()
            except (requests.RequestException, Unwell) as error:
                with self._lock:
                    self.again[what] += not tries
                    self.why.append(f"{what}: {type(error).__name__} {error}"[:200])
                time.sleep(PAUSE_SECONDS)
        with self._lock:
            self.failed[what] += 1
        return None

    def told(self) -> str:
        """One line for a report."""
        kinds = (f"{self.tried[one]} {one} ({self.again[one]} again)" for one in sorted(self.tried))
        return ", ".join(kinds)
