"""How often one caller may come to a page that anybody may see."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

from flask import Blueprint, abort, current_app, request

A_MINUTE, SO_MANY, CALLERS = 60.0, 60, 10_000


@dataclass
class Pace:
    """How often each caller came within the last minute, in this process's memory; too many callers are forgotten."""

    most: int = SO_MANY
    clock: Callable[[], float] = monotonic
    came: dict[str, deque[float]] = field(default_factory=dict)

    def too_fast(self, caller: str) -> bool:
        """Whether this call of the caller's is one too many."""
        now = self.clock()
        if len(self.came) > CALLERS:
            self.came.clear()
        times = self.came.setdefault(caller, deque(maxlen=self.most))
        if len(times) == self.most and now - times[0] < A_MINUTE:
            return True
        times.append(now)
        return False


def pace_of(blueprint: Blueprint) -> str:
    """Under which name an application keeps the pace of these pages."""
    return f"{blueprint.name} pace"


def slow_down(blueprint: Blueprint) -> None:
    """Send whoever comes too fast to these pages away with 429."""
    name = pace_of(blueprint)

    def begin(state: object) -> None:
        state.app.extensions[name] = Pace()  # type: ignore[attr-defined]

    def look() -> None:
        if current_app.extensions[name].too_fast(request.remote_addr or ""):
            abort(429)

    blueprint.record_once(begin)
    blueprint.before_request(look)
