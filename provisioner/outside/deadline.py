"""One time limit for a whole dialogue, however many answers it has and however slowly each of them trickles in."""

import io
import socket
from collections.abc import Callable
from typing import Any

from provisioner.outbox import clock

Left = Callable[[], float]
"""How many seconds are left. Raises TimeoutError when none are."""


class Deadline:
    """The end of a dialogue."""

    def __init__(self, seconds: float, now: Callable[[], float] = clock.seconds) -> None:
        self._now = now
        self._ends = now() + seconds

    def left(self) -> float:
        """How many seconds are left. Raises TimeoutError when none are."""
        left = self._ends - self._now()
        if left <= 0:
            raise TimeoutError("the other side took too long")
        return left

    def part(self, share: float) -> "Deadline":
        """An earlier end, after this share of what is left. Raises TimeoutError."""
        return Deadline(self.left() * share, self._now)


class TimedReader(io.RawIOBase):
    """Reads from a socket; each read waits no longer than the whole dialogue may, one byte at a time or not."""

    def __init__(self, sock: socket.socket, left: Left) -> None:
        super().__init__()
        self._socket, self._left = sock, left
        # The socket lives until this is closed, even when its connection is closed before.
        self._raw = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int | None:
        """Wait for some bytes. Raises TimeoutError."""
        self._socket.settimeout(self._left())
        return self._raw.readinto(buffer)

    def close(self) -> None:
        """Let the socket go."""
        self._raw.close()
        super().close()


def connected(host: str, port: int, left: Left) -> socket.socket:
    """A connection to the first address that answers, each given its share of the time. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    failure: OSError = OSError("no address")
    for number, (*_, address) in enumerate(found):
        share = left() / (len(found) - number)
        try:
            sock = socket.create_connection((str(address[0]), int(address[1])), timeout=share)
        except OSError as error:
            failure = error
        else:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return sock
    raise failure
