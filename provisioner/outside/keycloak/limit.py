"""One time limit for everything a call at Keycloak waits for: token, connection, head and body of each answer.

`requests` has a limit for each single wait only, so that an answer that trickles in is waited for without end.
"""

import http.client
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from io import BufferedReader
from typing import Any

from requests import PreparedRequest, Response, Session
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from provisioner.outside.deadline import Deadline, TimedReader, connected

_deadline: ContextVar[Deadline] = ContextVar("_deadline")
"""Of the call in hand; python-keycloak has no place to hand it through."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """All requests made inside share this time; after it none is sent."""
    token = _deadline.set(Deadline(seconds))
    try:
        yield
    finally:
        _deadline.reset(token)


def _left() -> float:
    return _deadline.get().left()


class _Answer(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, **named: Any) -> None:
        super().__init__(sock, *args, **named)
        limited: Any = BufferedReader(TimedReader(sock, _left))
        self.fp.close()
        self.fp = limited


class _Plain(HTTPConnection):
    response_class = _Answer

    def _new_conn(self) -> socket.socket:
        return connected(self._dns_host, self.port, _left)


class _Protected(HTTPSConnection):
    response_class = _Answer

    def _new_conn(self) -> socket.socket:
        return connected(self._dns_host, self.port, _left)


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _ProtectedPool(HTTPSConnectionPool):
    ConnectionCls = _Protected


POOLS = {"http": _PlainPool, "https": _ProtectedPool}


class LimitedAdapter(HTTPAdapter):
    """Sends a request while there is time, and once: to look whether a lost one was carried out is our own step."""

    def __init__(self) -> None:
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **named: Any) -> None:
        """Connections whose answers are limited."""
        super().init_poolmanager(*args, **named)
        self.poolmanager.pool_classes_by_scheme = POOLS

    def proxy_manager_for(self, *args: Any, **named: Any) -> Any:
        """The same by way of a proxy."""
        manager = super().proxy_manager_for(*args, **named)
        manager.pool_classes_by_scheme = POOLS
        return manager

    def send(self, request: PreparedRequest, *args: Any, **named: Any) -> Response:
        """Raises TimeoutError when the time is over."""
        return super().send(request, *args, **{**named, "timeout": _left()})


def keep_to_limits(session: Session) -> None:
    """Let all that this session sends keep to the time of `within`, and go nowhere but where it was sent.

    A redirect would carry a token, or a new user with the password, to whatever address the answer names (ASVS 15.3.2).
    """
    session.max_redirects = 0
    for scheme in ("https://", "http://"):
        session.mount(scheme, LimitedAdapter())
