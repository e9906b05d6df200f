"""A mail server's doorman that kills the worker while it is speaking: inside DATA, before the final full stop."""

import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

FINAL = b"\r\n.\r\n"


@contextmanager
def killing_proxy(port: int, victim: Callable[[], int]) -> Iterator[int]:
    """Stand before the mail server at `port`; gives the port to use. Kills `victim()` once the content begins."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_serve_one, args=(listener, port, victim), daemon=True)
        thread.start()
        yield listener.getsockname()[1]


def _serve_one(listener: socket.socket, port: int, victim: Callable[[], int]) -> None:
    client, _ = listener.accept()
    with client, socket.create_connection(("127.0.0.1", port)) as server:
        content = threading.Event()
        threading.Thread(target=_answers, args=(server, client, content), daemon=True).start()
        with suppress(OSError):
            while data := client.recv(65536):
                if content.is_set():
                    # The first part of the content has left the worker; its end never reaches the mail server.
                    os.kill(victim(), signal.SIGKILL)
                    server.sendall(data.removesuffix(FINAL)[:64])
                    return
                server.sendall(data)


def _answers(server: socket.socket, client: socket.socket, content: threading.Event) -> None:
    with suppress(OSError):
        while data := server.recv(65536):
            if data.startswith(b"354"):
                content.set()
            client.sendall(data)
