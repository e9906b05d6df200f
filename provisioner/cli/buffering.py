"""Reading that holds no thread: a thread gets a request when all of it has come, and what comes too slowly is dropped.

Gunicorn keeps the processes, waitress reads and answers inside each of them.
"""

import logging
import os
import re
import time
from copy import copy
from typing import Any, ClassVar

from gunicorn.workers.base import Worker
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import create_server

READ_SECONDS = 30
"""For one whole request, and how long a connection may stand idle."""
LOOK_SECONDS = 1
SECONDS_TO_COME = 2
"""How long who was let in before the end may take to send a request; a proxy sends it at once."""
CONNECTIONS = 900
"""A process may have 1,024 files open where nobody raised that."""
LARGEST_HEAD = 32 * 1024
LARGEST_BODY = 2 * 1024 * 1024
"""Above what the pages take, so that up to here their own page says it is too large; counted also without a length."""
LARGEST_UPLOAD = 28 * 1024 * 1024
"""The same where files are taken, one of the largest size that the office can allow."""
UPLOADS = re.compile(r"/cases/[0-9a-f-]{36}/scans|/applications/new/scans")
"""The addresses that take them."""


class TimedConnection(HTTPChannel):  # type: ignore[misc]
    """A connection whose time runs from the first byte of a request, not anew from each byte."""

    last_activity: float

    def handle_read(self) -> None:
        """Take what has come; the clock of a request that was begun goes on."""
        begun = self.last_activity if self.request else None
        super().handle_read()
        if begun is not None and self.request:
            self.last_activity = begun


class BufferedWorker(Worker):  # type: ignore[misc]
    """One process of a face."""

    largest_body: ClassVar[int] = LARGEST_BODY
    connection: ClassVar[type[TimedConnection]] = TimedConnection

    def run(self) -> None:
        """Serve until told to stop, or until the process that began this one is gone; then finish what was begun."""
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # A request that waits its turn is no news.
        server = self._server()
        while self.alive and self.ppid == os.getppid():  # An orphan would keep the next start from the address.
            self._turn(server)
        self._close_the_door(server)
        begun = time.monotonic()
        while (gone := time.monotonic() - begun) < self.cfg.graceful_timeout:
            if not (self._busy(server) or (gone < SECONDS_TO_COME and self._awaited(server))):
                break
            self._turn(server)
        server.task_dispatcher.shutdown(timeout=0)

    def _server(self) -> Any:
        server = create_server(
            self.wsgi,
            sockets=[listener.sock for listener in self.sockets],
            threads=self.cfg.threads,
            ident=None,
            # Which forwarding headers count is decided by one setting of ours, `proxies`.
            clear_untrusted_proxy_headers=False,
            channel_timeout=READ_SECONDS,
            cleanup_interval=LOOK_SECONDS,
            connection_limit=CONNECTIONS,
            max_request_header_size=LARGEST_HEAD,
            max_request_body_size=self.largest_body,
            asyncore_use_poll=True,
        )
        server.channel_class = self.connection
        return server

    def _turn(self, server: Any) -> None:
        self.notify()
        wasyncore.loop(timeout=LOOK_SECONDS, map=server._map, use_poll=True, count=1)

    def _close_the_door(self, server: Any) -> None:
        """Who stands before it is let in, or a proxy that sent a form would hear nothing and may not send it again.

        Who comes now is refused at once, and a proxy asks the next, instead of waiting in vain.
        """
        known = -1
        while known < len(server.active_channels) < CONNECTIONS:
            known = len(server.active_channels)
            server.handle_accept()
        server.del_channel()
        for listener in self.sockets:
            listener.close()

    def _awaited(self, server: Any) -> bool:
        """Whether somebody has a connection and was not heard yet, or not to the end."""
        channels = list(server.active_channels.values())
        return any(one.request or one.last_activity == one.creation_time for one in channels)

    def _busy(self, server: Any) -> bool:
        return any(one.requests or one.total_outbufs_len for one in list(server.active_channels.values()))


class UploadParser(HTTPRequestParser):  # type: ignore[misc]
    """A request that may be large where files are sent, and nowhere else."""

    adj: Any

    def parse_header(self, header_plus: bytes) -> None:
        """Its limit is known once its address is."""
        super().parse_header(header_plus)
        if not UPLOADS.fullmatch(self.path):
            self.adj = copy(self.adj)
            self.adj.max_request_body_size = LARGEST_BODY


class UploadConnection(TimedConnection):
    """A connection to the face that takes files."""

    parser_class = UploadParser


class UploadWorker(BufferedWorker):
    """One process of the face that takes files; more than half a megabyte waits in the temporary folder."""

    largest_body = LARGEST_UPLOAD
    connection = UploadConnection
