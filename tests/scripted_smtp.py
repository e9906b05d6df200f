"""A mail server that keeps to a script: it accepts every command but those whose answer the test has set."""

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

HANG_UP = "the connection is cut"
"""In place of an answer."""
ACCEPTED = {
    "greeting": "220 ready",
    "EHLO": "250-here\r\n250 8BITMIME",
    "DATA": "354 go on",
    "content": "250 2.0.0 queued",
    "QUIT": "221 2.0.0 bye",
}


@contextmanager
def scripted(answers: Mapping[str, str], heard: list[str] | None = None) -> Iterator[int]:
    """Start one and give its port; `answers` by command, with `greeting` and `content` beside them.

    `heard` gets every line it was sent.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.1)
        stopped = threading.Event()
        thread = threading.Thread(target=_serve, args=(listener, {**ACCEPTED, **answers}, stopped, heard))
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            stopped.set()
            thread.join()


def _serve(
    listener: socket.socket, answers: Mapping[str, str], stopped: threading.Event, heard: list[str] | None
) -> None:
    while not stopped.is_set():
        with suppress(OSError):
            client, _ = listener.accept()
            client.settimeout(5)
            with client, suppress(OSError):
                _talk(client, answers, heard)


def _talk(client: socket.socket, answers: Mapping[str, str], heard: list[str] | None) -> None:
    lines = client.makefile("rb")
    client.sendall(f"{answers['greeting']}\r\n".encode())
    content = False
    for line in lines:
        if heard is not None:
            heard.append(line.decode("latin-1").strip())
        if content and line != b".\r\n":
            continue
        command = "content" if content else line[:4].decode("latin-1").upper()
        answer = answers.get(command, "250 2.0.0 OK")
        if answer == HANG_UP:
            return
        content = command == "DATA" and answer.startswith("354")
        client.sendall(f"{answer}\r\n".encode())
        if command == "QUIT":
            return
