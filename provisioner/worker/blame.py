"""Whose fault a refusal is: what happens to the others meanwhile tells an account's own trouble from everybody's."""

import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

IN_A_ROW = 5
"""So many different accounts refused or put off for the same reason, with no success between, and it is not theirs."""


@dataclass
class Blame:
    """Shared by the threads of one worker; a fresh worker knows nothing and learns it anew."""

    _rows: dict[str, tuple[str, set[UUID]]] = field(default_factory=dict)
    _repairs: Counter[str] = field(default_factory=Counter)
    _doubted: dict[int, int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def everybodys(self, row: str, subject: UUID, code: str) -> bool:
        """One more in the row of a lane, or of a part of the outside, was refused or put off: whether so many were, for
        this reason, that it is not theirs.
        """
        with self._lock:
            known, refused = self._rows.get(row, (code, set()))
            refused = {subject} | (refused if known == code else set())
            self._rows[row] = code, refused
            return len(refused) >= IN_A_ROW

    def its_own(self, task_id: int, component: str) -> bool:
        """One was refused by a part: whether the part has worked for others since this one was refused first."""
        with self._lock:
            now = self._repairs[component]
            return self._doubted.setdefault(task_id, now) < now

    def repaired(self, component: str) -> None:
        """The part works again, by the success of one."""
        with self._lock:
            self._repairs[component] += 1

    def went_well(self, rows: Iterable[str], task_id: int) -> None:
        """Somebody's work was done, which ends these rows."""
        with self._lock:
            for row in rows:
                self._rows.pop(row, None)
            self._doubted.pop(task_id, None)
