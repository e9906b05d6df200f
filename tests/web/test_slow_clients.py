"""One slow client is one client: fifty that drip keep nobody else waiting, also without a proxy in front."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from uuid import uuid4

import pytest
import requests
from waitress import wasyncore
from waitress.server import create_server

from provisioner.cli.buffering import LARGEST_BODY, LARGEST_UPLOAD, TimedConnection
from provisioner.cli.web import SECONDS_TO_FINISH
from tests.web.serving import SECONDS, Served, served

pytestmark = pytest.mark.patient

MANY, DROP_SECONDS = 50, 0.2
SOON = 1
"""Seconds; a body that drips takes a quarter of an hour. The best try counts: other tests use the machine, too."""
TRIES = 8
HALF_A_HEAD = b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
BODY = b"POST /csp-report HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\n"
CHUNKS = b"POST /csp-report HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1388\r\n"
LINES = [b"", b"GET", HALF_A_HEAD, BODY, CHUNKS]


@pytest.fixture
def desk(sqlite_url: str, tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path, sqlite_url) as running:
        yield running


@contextmanager
def dripping_clients(port: int, begun: bytes) -> Iterator[list[socket.socket]]:
    """Fifty connections that have sent this and go on byte by byte."""
    stopped = threading.Event()

    def drip() -> None:
        while not stopped.wait(DROP_SECONDS):
            for client in clients:
                with suppress(OSError):
                    client.sendall(b"x")

    with ExitStack() as stack:
        clients = [stack.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(MANY)]
        for client in clients:
            client.sendall(begun)
        thread = threading.Thread(target=drip)
        thread.start()
        try:
            yield clients
        finally:
            stopped.set()
            thread.join()


@pytest.mark.parametrize("begun", LINES, ids=["nothing", "a word", "half a head", "a body", "a body without a length"])
def test_while_fifty_clients_drip_everybody_else_is_answered_meanwhile(desk: Served, begun: bytes) -> None:
    with dripping_clients(desk.port, begun):
        took = []
        for _ in range(TRIES):
            began = time.monotonic()
            assert requests.get(f"{desk.address}/health/live", timeout=SECONDS).text == "ok\n"
            took.append(time.monotonic() - began)
    assert min(took) < SOON


def test_slow_clients_do_not_keep_the_desk_from_ending(desk: Served) -> None:
    with dripping_clients(desk.port, BODY):
        # A process that is told to end before it serves is ended by the first one after its time to finish.
        assert desk.stop() < SECONDS_TO_FINISH + 5
    assert desk.process.returncode == 0


def test_what_was_asked_before_the_end_is_answered(desk: Served) -> None:
    with socket.create_connection(("127.0.0.1", desk.port)) as client:
        time.sleep(0.5)  # The server has taken the connection.
        client.sendall(b"GET /health/ready HTTP/1.1\r\nHost: localhost\r\n\r\n")
        time.sleep(0.01)
        desk.process.terminate()
        client.settimeout(SECONDS)
        assert client.recv(12) == b"HTTP/1.1 200"


def test_whoever_is_let_in_while_the_desk_ends_is_answered(desk: Served) -> None:
    answers = []
    desk.process.terminate()
    with suppress(ConnectionRefusedError):  # From then on a proxy asks the next desk.
        while True:
            with socket.create_connection(("127.0.0.1", desk.port), SECONDS) as client:
                client.sendall(b"GET /health/ready HTTP/1.0\r\nHost: localhost\r\n\r\n")
                answers.append(client.recv(12))
    assert answers
    assert set(answers) == {b"HTTP/1.0 200"}


@pytest.mark.parametrize("begun", LINES[:4], ids=["nothing", "a word", "half a head", "a body"])
def test_a_request_has_one_time_limit_however_many_bytes_it_sends(begun: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = create_server(_nothing, sockets=[listener], threads=1, channel_timeout=1, cleanup_interval=1)
        server.channel_class = TimedConnection
        with dripping_clients(listener.getsockname()[1], begun) as clients:
            end, taken = time.monotonic() + SECONDS, 0
            while (taken < MANY or server.active_channels) and time.monotonic() < end:
                wasyncore.loop(timeout=0.1, map=server._map, count=1)
                taken = max(taken, len(server.active_channels))
            assert not server.active_channels
            assert all(_is_closed(client) for client in clients)
        server.close()
        server.task_dispatcher.shutdown()


def _nothing(environ: object, start_response: object) -> list[bytes]:
    return []


def _is_closed(client: socket.socket) -> bool:
    client.settimeout(1)
    try:
        return client.recv(1) == b""
    except ConnectionError:
        return True


def test_a_body_without_a_length_obeys_the_limits(desk: Served) -> None:
    def endless(size: int) -> Iterator[bytes]:
        for _ in range(size // 1024):
            yield b"a" * 1024

    over_the_pages = requests.post(f"{desk.address}/csp-report", data=endless(1024 * 1024 + 2048), timeout=SECONDS)
    assert over_the_pages.status_code == 413
    scans = f"{desk.address}/cases/{uuid4()}/scans"
    files = requests.post(scans, data=endless(2 * LARGEST_BODY), timeout=SECONDS, allow_redirects=False)
    assert files.status_code == 303, "a file comes as far as the question who sends it"
    with suppress(requests.ConnectionError):  # The server hangs up while the client still sends.
        over_the_server = requests.post(
            f"{desk.address}/csp-report", data=endless(LARGEST_UPLOAD + 1024), timeout=SECONDS
        )
        assert over_the_server.status_code == 413


def test_forwarded_headers_count_only_behind_a_proxy_of_ours(sqlite_url: str, tmp_path: Path, desk: Served) -> None:
    told = {"X-Forwarded-Host": "elsewhere.example", "X-Forwarded-Proto": "https"}
    assert requests.get(f"{desk.address}/health/live", headers=told, timeout=SECONDS).status_code == 200
    with served(tmp_path, sqlite_url, PROVISIONER_PROXIES="1") as behind:
        assert requests.get(f"{behind.address}/health/live", headers=told, timeout=SECONDS).status_code == 400
