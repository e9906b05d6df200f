"""A server that shows a certificate nobody vouches for to one caller, at once or after STARTTLS."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.compose.authority import authority

GREETING = (b"220 here\r\n", b"250-here\r\n250 STARTTLS\r\n")


def unvouched(folder: Path) -> ssl.SSLContext:
    """The certificate, made in a folder."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*authority(folder))
    return context


@contextmanager
def showing(context: ssl.SSLContext, talk: Callable[[ssl.SSLSocket], None], *, after_starttls: bool) -> Iterator[int]:
    """Gives the port; `talk` is had under the certificate, unless the caller hangs up as it should."""
    listening = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        plain, _ = listening.accept()
        with plain:
            if after_starttls:
                for said in GREETING:
                    plain.sendall(said)
                    plain.recv(1024)
                plain.sendall(b"220 go on\r\n")
            with suppress(OSError), context.wrap_socket(plain, server_side=True) as shown:
                talk(shown)

    thread = threading.Thread(target=answer)
    thread.start()
    try:
        yield int(listening.getsockname()[1])
    finally:
        thread.join()
        listening.close()
