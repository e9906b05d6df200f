"""How long a request takes, of how many statements it is made, and how large its answer is."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from werkzeug.test import TestResponse

from tests.bench.desks import FilledDesk
from tests.web.test_statements import counted

WARM, TIMES = 12, 20
"""A connection to PostgreSQL has its plans after ten times, as those of a desk at work have."""
GOOD = (200, 302, 303)
Send = Callable[[], TestResponse]
Ask = Callable[[FilledDesk, int], Send]
"""Prepares the n-th request to a desk; what comes back sends it and is what is measured."""


@dataclass(frozen=True)
class Taken:
    """The median of one request."""

    milliseconds: float
    size: int
    statements: int

    def __str__(self) -> str:
        return f"{self.milliseconds:,.0f} ms, {self.size / 1000:,.0f} kB, {self.statements:,}"


def in_turn(desks: Sequence[FilledDesk], ask: Ask, *, warm: int = WARM, times: int = TIMES) -> list[Taken]:
    """The same of each desk, in turn; statements are counted in the last round, so that counting costs nothing."""
    spent: list[list[float]] = [[] for _ in desks]
    for n in range(warm + times):
        for place, one in enumerate(desks):
            spent[place].append(_sent(ask(one, n))[0])
    every = zip(desks, spent, strict=True)
    return [_taken(one, ask(one, warm + times), before[warm:]) for one, before in every]


def once(desks: Sequence[FilledDesk], ask: Ask) -> list[Taken]:
    """What cannot be done twice."""
    return [_taken(one, ask(one, 0), []) for one in desks]


def _taken(one: FilledDesk, send: Send, before: Sequence[float]) -> Taken:
    with counted(one.desk.database) as statements:
        last, size = _sent(send)
    return Taken(statistics.median(before or [last]), size, len(statements))


def _sent(send: Send) -> tuple[float, int]:
    began = time.perf_counter()
    answer = send()
    spent = (time.perf_counter() - began) * 1000
    assert answer.status_code in GOOD, answer.status
    return spent, len(answer.data)
