"""Ends the stack's processes when the process manager itself was killed.

Runs as a process of its own and reads, from a pipe only the manager holds, which process groups live (`+4711`) and
which ended (`-4711`). When the pipe closes, whatever still lives is stopped.
"""

import signal
import sys
from collections.abc import Iterable

from provisioner.local.processes import group_is_gone, stop_group

SECONDS = 20


def living(lines: Iterable[str]) -> list[int]:
    """The groups that were named and not taken back, newest first."""
    groups: list[int] = []
    for line in lines:
        group = int(line[1:])
        if line.startswith("+"):
            groups.insert(0, group)
        elif group in groups:
            groups.remove(group)
    return groups


def main() -> None:
    """Wait for the pipe to close, then end what is left."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    for group in living(sys.stdin):
        stop_group(group, SECONDS, lambda group=group: group_is_gone(group))  # type: ignore[misc]


if __name__ == "__main__":
    main()
