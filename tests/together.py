"""Many hands at one door at the same moment."""

import threading
from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


def together(*works: Callable[[], T]) -> list[T | Exception]:
    """Start every piece of work at once; gives what each returned or raised, in the order given."""
    start = threading.Barrier(len(works))
    outcomes: list[T | Exception | None] = [None] * len(works)

    def run(place: int, work: Callable[[], T]) -> None:
        start.wait()
        try:
            outcomes[place] = work()
        except Exception as error:
            outcomes[place] = error

    threads = [threading.Thread(target=run, args=one) for one in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [outcome for outcome in outcomes if outcome is not None]


def errors(outcomes: Iterable[object]) -> list[type[Exception]]:
    """The kinds of errors among the outcomes."""
    return [type(outcome) for outcome in outcomes if isinstance(outcome, Exception)]
