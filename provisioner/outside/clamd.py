"""clamd over TCP: the content is handed over in pieces (INSTREAM), nothing is written to its disk by us."""

import socket
import struct
from collections.abc import Callable
from contextlib import suppress

from provisioner.outside.deadline import Deadline, connected
from provisioner.outside.parts import VIRUSES
from provisioner.outside.ports import PermanentError, TransientError
from provisioner.settings import Settings

PIECE = 64 * 1024
LONGEST_ANSWER = 4096
CLEAN, FOUND, ERROR = b"OK", b" FOUND", b" ERROR"


class Clamd:
    """Each look connects anew. A daemon that is away is an outage, and so is one that answers what nobody understands;
    one that fails at a file, or never comes to its end, concerns that file.
    """

    def __init__(self, settings: Settings, in_transaction: Callable[[], bool] = lambda: False) -> None:
        self._settings = settings
        self._in_transaction = in_transaction

    def look(self, content: bytes) -> str:
        """What was found. Raises TransientError, PermanentError."""
        if self._in_transaction():
            raise AssertionError("no network inside a transaction (P9)")
        deadline = Deadline(self._settings.clamd_timeout_seconds)
        try:
            sock = connected(self._settings.clamd_host, self._settings.clamd_port, deadline.left)
        except OSError:
            raise TransientError("viruses_unreachable", VIRUSES) from None
        try:
            with sock:
                answer = self._asked(sock, deadline, content)
        except OSError:
            # It took the connection: what it cannot finish may be this one file.
            raise TransientError("viruses_silent") from None
        said = answer.rstrip(b"\0\n").removeprefix(b"stream: ")
        if said == CLEAN:
            return ""
        if said.endswith(FOUND):
            return said.removesuffix(FOUND).decode("ascii", "replace")
        if said.endswith(ERROR) and b"size limit" in said:
            raise PermanentError("viruses_size_limit")
        if said.endswith(ERROR):
            raise TransientError("viruses_error")
        raise TransientError("viruses_answer", VIRUSES)

    def _asked(self, sock: socket.socket, deadline: Deadline, content: bytes) -> bytes:
        # A daemon that has had enough says why and closes while we still send: the answer is read all the same.
        with suppress(ConnectionError):
            self._send(sock, deadline, content)
        return self._answer(sock, deadline)

    def _send(self, sock: socket.socket, deadline: Deadline, content: bytes) -> None:
        pieces = (content[start : start + PIECE] for start in range(0, len(content), PIECE))
        for part in (b"zINSTREAM\0", *(struct.pack("!I", len(piece)) + piece for piece in pieces), b"\0\0\0\0"):
            sock.settimeout(deadline.left())
            sock.sendall(part)

    def _answer(self, sock: socket.socket, deadline: Deadline) -> bytes:
        found = b""
        while len(found) < LONGEST_ANSWER and not found.endswith(b"\0"):
            sock.settimeout(deadline.left())
            piece = sock.recv(LONGEST_ANSWER)
            if not piece:
                break
            found += piece
        return found
