"""The address at which a watching system asks: a port of its own, never one that the internet reaches."""

import hmac
import socket
import sys
import threading
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer
from typing import Any

import structlog
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

log = structlog.get_logger()
PATH = "/metrics"
PATIENCE_SECONDS = 10
"""For whoever asks: while one is slow nobody else is answered."""


class Asked(BaseHTTPRequestHandler):
    """One question; answered at one path, and where a token is set only to whoever brings it."""

    server: "_Server"
    timeout = PATIENCE_SECONDS

    def do_GET(self) -> None:
        """Tell everything."""
        if self.path.partition("?")[0] != PATH:
            self._say(404, b"not here\n")
        elif not self.server.knows(self.headers.get("Authorization", "")):
            self._say(401, b"bring the token\n")
        else:
            self._say(200, generate_latest(self.server.registry), CONTENT_TYPE_PLAIN_0_0_4)

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


class _Server(TCPServer):
    allow_reuse_address = True

    def __init__(self, host: str, port: int, registry: CollectorRegistry, token: str) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.registry = registry
        self._token = token
        super().__init__((host, port), Asked)

    def knows(self, brought: str) -> bool:
        """Whether whoever brings this may be told."""
        wanted = f"Bearer {self._token}".encode()
        return not self._token or hmac.compare_digest(brought.encode("utf-8", "replace"), wanted)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002
        """Somebody who hangs up is no trouble; anything else is one line."""
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):
            log.error("scrape failed", error=type(error).__name__)


class Scraping:
    """Serves in a thread of its own, one question after another, until it is stopped.

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
