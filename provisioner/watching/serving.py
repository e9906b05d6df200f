"""The address at which a watching system asks: a port of its own, never one that the internet reaches."""

import hmac
import socket
import sys
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer, ThreadingMixIn
from typing import Any

import structlog
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

log = structlog.get_logger()
PATH = "/metrics"
PATIENCE_SECONDS = 5
"""For the whole question, and again for taking the whole answer, however many pieces it comes in."""
AT_ONCE = 32
"""So many may be asking; whoever comes beyond is hung up on."""


class Asked(BaseHTTPRequestHandler):
    """One question; answered at one path, and where a token is set only to whoever brings it."""

    server: "_Server"
    timeout = PATIENCE_SECONDS

    def handle(self) -> None:
        """Hear the question, all of it in time; a piece now and then would never be too late."""
        self._late = threading.Timer(PATIENCE_SECONDS, self._hang_up)
        self._late.daemon = True
        self._late.start()
        try:
            super().handle()
        finally:
            self._late.cancel()

    def _hang_up(self) -> None:
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def do_GET(self) -> None:
        """Tell everything, to whoever may know."""
        self._late.cancel()
        if not self.server.knows(self.headers.get("Authorization", "")):
            self._say(401, b"bring the token\n")
        elif self.path.partition("?")[0] != PATH:
            self._say(404, b"not here\n")
        else:
            self._say(200, self.server.told(), CONTENT_TYPE_PLAIN_0_0_4)

    def _say(self, code: int, body: bytes, kind: str = "text/plain; charset=utf-8") -> None:
        self.send_response_only(code)
        for name, value in (("Content-Type", kind), ("Content-Length", str(len(body)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def version_string(self) -> str:
        """Nobody need know what answers, nor in which version."""
        return ""

    def log_message(self, format: str, *args: Any) -> None:
        """Being asked is no news."""


class _Server(ThreadingMixIn, TCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False

    def __init__(self, host: str, port: int, registry: CollectorRegistry, token: str) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.registry = registry
        self._token = token
        self._reading = threading.Lock()
        self._places = threading.BoundedSemaphore(AT_ONCE)
        super().__init__((host, port), Asked)

    def knows(self, brought: str) -> bool:
        """Whether whoever brings this may be told."""
        wanted = f"Bearer {self._token}".encode()
        return not self._token or hmac.compare_digest(brought.encode("utf-8", "replace"), wanted)

    def told(self) -> bytes:
        """Everything, read for one asker after another, so that many cost the database no more than one."""
        with self._reading:
            return generate_latest(self.registry)

    def process_request(self, request: Any, client_address: Any) -> None:
        """In a thread of its own, while there is a place."""
        if not self._places.acquire(blocking=False):
            self.shutdown_request(request)
            return
        try:
            super().process_request(request, client_address)
        except BaseException:
            self._places.release()
            raise

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer, then give the place back."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._places.release()

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002
        """Somebody who hangs up is no trouble; anything else is one line."""
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):
            log.error("scrape failed", error=type(error).__name__)


class Scraping:
    """Serves in threads of its own until it is stopped; nobody who asks slowly keeps others from being answered.

    Raises OSError when the address cannot be had.
    """

    def __init__(self, address: str, registry: CollectorRegistry, token: str = "") -> None:
        host, _, port = address.rpartition(":")
        self._server = _Server(host.strip("[]"), int(port), registry, token)
        self._thread = threading.Thread(target=self._server.serve_forever, name="metrics", daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_address[1])

    def stop(self) -> None:
        """Answer nobody any more."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
