"""A server that answers every line or request one byte at a time, or not at all."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

STEP_SECONDS = 0.1
CUT_SHORT = 20
"""Seconds in which no answer of some hundred bytes gets through whole; the limits under test are about a second."""


@dataclass
class Dripping:
    """`answer` is what each connection gets, drop by drop; nothing when empty. `asked` holds what it was sent."""

    port: int
    answer: bytes
    asked: bytearray = field(default_factory=bytearray)
    stopped: threading.Event = field(default_factory=threading.Event)

    def serve(self, listener: socket.socket) -> None:
        """Take connections until stopped."""
        while not self.stopped.is_set():
            with suppress(TimeoutError):
                client, _ = listener.accept()
                threading.Thread(target=self._drip, args=(client,), daemon=True).start()

    def _drip(self, client: socket.socket) -> None:
        threading.Thread(target=self._listen, args=(client,), daemon=True).start()
        with client, suppress(OSError):
            for byte in self.answer:
                client.sendall(bytes([byte]))
                if self.stopped.wait(STEP_SECONDS):
                    return
            self.stopped.wait()

    def _listen(self, client: socket.socket) -> None:
        with suppress(OSError):
            while data := client.recv(65536):
                self.asked += data


@contextmanager
def dripping(answer: bytes) -> Iterator[Dripping]:
    """Start one on a free loopback port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        server = Dripping(listener.getsockname()[1], answer)
        thread = threading.Thread(target=server.serve, args=(listener,))
        thread.start()
        try:
            yield server
        finally:
            server.stopped.set()
            thread.join()
