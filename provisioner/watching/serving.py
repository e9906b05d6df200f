"""The address at which a watching system asks: a port of its own, never one that the internet reaches."""

import hmac
import threading
from collections.abc import Iterable
from typing import Any

from prometheus_client import CollectorRegistry, make_wsgi_app
from waitress.server import create_server

PATH = "/metrics"
REFUSED = {404: "404 Not Found", 401: "401 Unauthorized"}


class Guarded:
    """Answers at one path, where a token is set only to whoever brings it."""

    def __init__(self, registry: CollectorRegistry, token: str = "") -> None:
        self._answer = make_wsgi_app(registry)
        self._token = token

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """What WSGI asks of an application."""
        if code := self._refused(environ):
            start_response(REFUSED[code], [("Content-Type", "text/plain; charset=utf-8")])
            return [f"{REFUSED[code]}\n".encode()]
        told: Iterable[bytes] = self._answer(environ, start_response)
        return told

    def _refused(self, environ: dict[str, Any]) -> int:
        if environ["PATH_INFO"] != PATH or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return 404
        brought = environ.get("HTTP_AUTHORIZATION", "").encode("latin-1")
        if self._token and not hmac.compare_digest(brought, f"Bearer {self._token}".encode()):
            return 401
        return 0


class Scraping:
    """Serves in a thread of its own, one question after another, until it is stopped.

    Raises OSError when the address cannot be had.
    """

    def __init__(self, address: str, registry: CollectorRegistry, token: str = "") -> None:
        self._server = create_server(Guarded(registry, token), listen=address, threads=1, ident=None)
        self._thread = threading.Thread(target=self._server.run, name="metrics", daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.effective_port)

    def stop(self) -> None:
        """Answer nobody any more."""
        self._server.close()
