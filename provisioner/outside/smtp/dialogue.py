"""SMTP with one time limit from the first address tried to the last answer; smtplib's own counts anew for each wait."""

import smtplib
import socket
from io import BufferedReader
from typing import Any

from provisioner.outside.deadline import Deadline, TimedReader, connected

PIECE = 8192
"""A limit is looked at before each piece sent; a protected socket would wait anew for each of its own."""


class _Limited(smtplib.SMTP):
    """Whatever it waits for, it waits until the deadline; then TimeoutError or SMTPServerDisconnected is raised."""

    def __init__(self, host: str, port: int, *, deadline: Deadline, **named: Any) -> None:
        self.allow(deadline)
        super().__init__(host, port, timeout=deadline.left(), **named)

    def allow(self, deadline: Deadline) -> None:
        """Another dialogue begins."""
        self.deadline = deadline
        self.content_begun = False

    def data(self, msg: Any) -> tuple[int, bytes]:
        """Send the content; from now on the server may have the mail."""
        self.content_begun = True
        return super().data(msg)

    def getreply(self) -> tuple[int, bytes]:
        """Wait for an answer; a greeting or a reply of many lines too."""
        if self.file is None and self.sock is not None:
            self.file = BufferedReader(TimedReader(self.sock, lambda: self.deadline.left()))
        answer = super().getreply()
        self._cut()  # What follows may be a handshake.
        return answer

    def send(self, s: Any) -> None:
        """Send it all."""
        data = s.encode(self.command_encoding) if isinstance(s, str) else bytes(s)
        for start in range(0, len(data), PIECE):
            self._cut()
            super().send(data[start : start + PIECE])

    def _cut(self) -> None:
        try:
            left = self.deadline.left()
        except TimeoutError:
            self.close()
            raise
        if isinstance(self.sock, socket.socket):
            self.sock.settimeout(left)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:  # noqa: ARG002
        return connected(host, port, self.deadline.left)


class Smtp(_Limited):
    """Plain, or protected later by STARTTLS."""


class SmtpTls(_Limited, smtplib.SMTP_SSL):
    """Protected from the first byte."""

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = super()._get_socket(host, port, timeout)
        plain.settimeout(self.deadline.left())
        return self.context.wrap_socket(plain, server_hostname=host)
