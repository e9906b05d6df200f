"""Whose fault a refusal is: what happens to the others meanwhile tells an account's own trouble from everybody's."""

import threading
from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

IN_A_ROW = 5
"""So many different accounts refused for the same reason, with no success between, and it is not theirs."""


@dataclass
class Blame:
    """Shared by the threads of one worker; a fresh worker knows nothing and learns it anew."""

    _rows: dict[str, tuple[str, set[UUID]]] = field(default_factory=dict)
    _repairs: Counter[str] = field(default_factory=Counter)
    _doubted: dict[int, int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def everybodys(self, lane: str, subject: UUID, code: str) -> bool:
        """One more was refused for good: whether so many in a row were, for this reason, that it is not theirs."""
        with self._lock:
            known, refused = self._rows.get(lane, (code, set()))
            refused = {subject} | (refused if known == code else set())
            self._rows[lane] = code, refused
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

    def went_well(self, lane: str, task_id: int) -> None:
        """Somebody's work was done."""
        with self._lock:
            self._rows.pop(lane, None)
            self._doubted.pop(task_id, None)
