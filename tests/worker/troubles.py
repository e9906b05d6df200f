"""What can be made to go wrong in a step."""

from collections.abc import Callable

from provisioner.accounts.carrying_out.failpoints import Failpoint


def raising(error: BaseException, on: str = "") -> Callable[[object], None]:
    def trouble(call: object) -> None:
        if not on or call == on:
            raise error

    return trouble


def no_trouble(call: object) -> None:
    """The outside is well again."""


class Killed(BaseException):
    """The process is gone: nothing after this line runs."""


def kill_at(point: Failpoint) -> Callable[[Failpoint], None]:
    def reach(reached: Failpoint) -> None:
        if reached is point:
            raise Killed

    return reach
