"""SMTP whose waits share one time limit for a mail; smtplib's own limit counts anew for every answer."""

import smtplib
import socket
from time import monotonic
from typing import Any


class _Limited(smtplib.SMTP):
    """Each wait is cut to what is left of the time when it begins; an answer that trickles in is not cut short."""

    def __init__(self, host: str, port: int, *, seconds: float, **named: Any) -> None:
        self.allow(seconds)
        super().__init__(host, port, timeout=seconds, **named)

    def allow(self, seconds: float) -> None:
        """Another dialogue on the same connection begins now."""
        self._ends = monotonic() + seconds

    def getreply(self) -> tuple[int, bytes]:
        """Wait for an answer as long as there is time. Raises TimeoutError."""
        self._cut()
        return super().getreply()

    def send(self, s: Any) -> None:
        """Send as long as there is time. Raises TimeoutError."""
        self._cut()
        super().send(s)

    def _cut(self) -> None:
        left = self._ends - monotonic()
        if left <= 0:
            raise TimeoutError("the mail server took too long")
        if isinstance(self.sock, socket.socket):
            self.sock.settimeout(left)


class Smtp(_Limited):
    """Plain, or protected later by STARTTLS."""


class SmtpTls(_Limited, smtplib.SMTP_SSL):
    """Protected from the first byte."""
