"""A TCP proxy in front of a server that refuses, holds back, delays or swallows, and counts what was asked."""

import queue
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

CREATE = b"/users HTTP/1.1"
HELD_SECONDS = 120


@dataclass
class Proxy:
    """`refuse` closes new connections at once; `swallow` cuts the connection instead of giving back the answer to the
    next creations; `hold_seconds` keeps that answer back first. The next request that has `hold` in its head is kept on
    its way: `held` tells that it came, it goes on when it is `released`, whoever waits for its answer by then, and the
    first line of that answer is in `late`."""

    port: int
    upstream: tuple[str, int]
    host: str = "localhost"
    refuse: bool = False
    swallow: int = 0
    hold_seconds: float = 0
    creations: int = 0
    hold: bytes = b""
    held: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)
    late: "queue.Queue[bytes]" = field(default_factory=queue.Queue)
    stopped: threading.Event = field(default_factory=threading.Event)
    connected: set[socket.socket] = field(default_factory=set)

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    def go_away(self) -> None:
        """Cut what is open and refuse what comes, as a server that has ended."""
        self.refuse = True
        for one in list(self.connected):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def come_back(self) -> None:
        """Take connections again."""
        self.refuse = False

    def serve(self, listener: socket.socket) -> None:
        """Take connections until stopped."""
        while not self.stopped.is_set():
            with suppress(TimeoutError):
                client, _ = listener.accept()
                threading.Thread(target=self._pass, args=(client,), daemon=True).start()

    def _pass(self, client: socket.socket) -> None:
        if self.refuse:
            client.close()
            return
        server = socket.create_connection(self.upstream)
        self.connected.add(client)
        asked, held = threading.Event(), threading.Event()
        threading.Thread(target=self._answers, args=(server, client, asked, held), daemon=True).start()
        with suppress(OSError):
            while data := client.recv(65536):
                if data.startswith(b"POST") and CREATE in data:
                    self.creations += 1
                    asked.set()
                if self.hold and self.hold in data:
                    self.hold = b""
                    held.set()
                    self.held.set()
                    self.released.wait(HELD_SECONDS)
                server.sendall(data)
        self.connected.discard(client)
        server.close()

    def _answers(
        self, server: socket.socket, client: socket.socket, asked: threading.Event, held: threading.Event
    ) -> None:
        with suppress(OSError):
            while data := server.recv(65536):
                if held.is_set():
                    self.late.put(data.partition(b"\r\n")[0])
                if asked.is_set() and self.swallow:
                    self.swallow -= 1
                    self.stopped.wait(self.hold_seconds)
                    break
                client.sendall(data)
        with suppress(OSError):
            client.shutdown(socket.SHUT_RDWR)
        client.close()


@contextmanager
def running_proxy(url: str, host: str = "localhost") -> Iterator[Proxy]:
    """Start a proxy in front of the server at `url`, at an address of this machine."""
    parts = urlsplit(url)
    assert parts.hostname is not None
    with socket.create_server((socket.gethostbyname(host), 0)) as listener:
        listener.settimeout(0.2)
        proxy = Proxy(listener.getsockname()[1], (parts.hostname, parts.port or 80), host)
        thread = threading.Thread(target=proxy.serve, args=(listener,))
        thread.start()
        try:
            yield proxy
        finally:
            proxy.stopped.set()
            proxy.released.set()
            thread.join()
