"""The pages that staff look at all day: the queue, the lists, a case."""

from tests.bench.desks import FilledDesk
from tests.bench.taken import Ask, Send


def page(address: str) -> Ask:
    """The same page each time."""
    return lambda one, _: lambda: one.browser.client.get(address)


def approved_case(one: FilledDesk, n: int) -> Send:
    """Another case each time, one that has its account."""
    return _case(one, n * 11 % (one.size - one.waiting))


def waiting_case(one: FilledDesk, n: int) -> Send:
    """Another case each time, one that is to be decided."""
    return _case(one, one.size - 1 - n)


def _case(one: FilledDesk, n: int) -> Send:
    address = one.address(n)
    return lambda: one.browser.client.get(address)


PAGES: dict[str, tuple[Ask, str]] = {
    "queue": (page("/"), "≤ 25 ms, ≤ 40 kB"),
    "accounts": (page("/accounts"), "ratio ≤ 1.5"),
    "accounts of one state": (page("/accounts?status=activated"), "ratio ≤ 1.5"),
    "case that waits": (waiting_case, "ratio ≤ 1.5"),
    "case with its account": (approved_case, "ratio ≤ 1.5"),
}
"""Each with what is aimed at."""
