"""A real SMTP server inside the test: keeps what it accepts, and fails in the ways mail servers fail."""

import email
import email.policy
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class Sink:
    """`refuse` gives the answer to RCPT for an address, or an empty text to accept."""

    port: int
    received: list[EmailMessage] = field(default_factory=list)
    refuse: Callable[[str], str] = lambda address: ""
    after_data: Callable[[], str] = lambda: "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if answer := self.refuse(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        answer = self.after_data()
        if answer.startswith("250"):
            self.received.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return answer

    def to(self, address: str) -> list[EmailMessage]:
        """Accepted mails for one address, oldest first."""
        return [mail for mail in self.received if address in str(mail["To"])]

    def arrived(self, address: str, seconds: float = 40) -> list[EmailMessage]:
        """The same, once there is one: Keycloak answers the browser before it has sent the mail.

        On two processors its mails may wait behind one to another realm's server that does not answer.
        """
        end = time.monotonic() + seconds
        while not self.to(address) and time.monotonic() < end:
            time.sleep(0.05)
        return self.to(address)


@contextmanager
def running_sink() -> Iterator[Sink]:
    """Start a sink on a free loopback port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    sink = Sink(port)
    controller = Controller(sink, hostname="127.0.0.1", port=port, enable_SMTPUTF8=False)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()


def text_of(mail: EmailMessage) -> str:
    """The plain part."""
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def mailed_password(mail: EmailMessage) -> str:
    """The temporary password as a customer would copy it from the plain part."""
    labels = ("Hasło tymczasowe:", "Temporary password:")
    line = next(line for line in text_of(mail).splitlines() if line.startswith(labels))
    return line.split(":", 1)[1].strip()
