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
    """Each look connects anew. A silent daemon is an outage, and so is one that answers what nobody understands."""

    def __init__(self, settings: Settings, in_transaction: Callable[[], bool] = lambda: False) -> None:
        self._settings = settings
        self._in_transaction = in_transaction

    def look(self, content: bytes) -> str:
        """What was found. Raises TransientError, PermanentError."""
        if self._in_transaction():
            raise AssertionError("no network inside a transaction (P9)")
        try:
            answer = self._asked(content)
        except OSError:
            raise TransientError("viruses_unreachable", VIRUSES) from None
        said = answer.rstrip(b"\0\n").removeprefix(b"stream: ")
        if said == CLEAN:
            return ""
        if said.endswith(FOUND):
            return said.removesuffix(FOUND).decode("ascii", "replace")
        if said.endswith(ERROR) and b"size limit" in said:
            raise PermanentError("viruses_size_limit")
        raise TransientError("viruses_answer", VIRUSES)

    def _asked(self, content: bytes) -> bytes:
        deadline = Deadline(self._settings.clamd_timeout_seconds)
        with connected(self._settings.clamd_host, self._settings.clamd_port, deadline.left) as sock:
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
