"""The clock of leases and of time limits for the outside; it goes on while a process is stopped or a machine sleeps."""

import time


def seconds() -> float:
    """Seconds since some moment in the past; the plain monotonic clock stands still while a machine sleeps."""
    return time.clock_gettime(_CLOCK) if _CLOCK is not None else time.monotonic()


_CLOCK: int | None = getattr(time, "CLOCK_BOOTTIME", None)
"""Not every system has it."""
