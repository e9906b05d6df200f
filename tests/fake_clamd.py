"""A virus scanner's daemon as far as `INSTREAM` goes: it can be told what to answer, and to be gone."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.scanned import EICAR


class _Talk(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        with self.request.makefile("rb") as heard:
            assert heard.read(10) == b"zINSTREAM\0"
            content = b""
            while size := struct.unpack("!I", heard.read(4))[0]:
                content += heard.read(size)
        server: Any = self.server
        self.request.sendall(server.answer or (b"stream: Eicar-Test FOUND\0" if EICAR in content else b"stream: OK\0"))


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    answer = b""


@contextmanager
def clamd(port: int = 0, answer: bytes = b"") -> Iterator[int]:
    """It listens on a port of its own, or on this one; `answer` is said whatever it is sent."""
    with _Server(("127.0.0.1", port), _Talk) as server:
        server.answer = answer
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()
