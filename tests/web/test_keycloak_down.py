"""Keycloak down when somebody wants to sign in: our page says so within seconds, and "try again" works."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from provisioner.database import Database
from provisioner.web.gate.keycloak_awake import FOUND_AWAKE_COUNTS, FOUND_SILENT_COUNTS, Awake, asking
from tests.web.desk import DeskUnderTest, desk_over, settings
from tests.web.page import Browser, Page

pytestmark = pytest.mark.patient

PATIENCE = 5


@contextmanager
def mute() -> Iterator[str]:
    """Takes connections and says nothing, as a server that hangs."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://localhost:{listening.getsockname()[1]}"


@contextmanager
def answering(status: int) -> Iterator[str]:
    """Answers everything with this status, as a proxy before a stopped server."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://localhost:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@contextmanager
def refusing() -> Iterator[str]:
    """Nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    yield f"http://localhost:{port}"


def desk_before(database: Database, keycloak: str) -> DeskUnderTest:
    return desk_over(database, asking(settings(keycloak_url=keycloak)), keycloak_url=keycloak)


def polish(browser: Browser, address: str) -> Page:
    return browser.get(address, headers={"Accept-Language": "pl"})


@pytest.mark.parametrize("keycloak", [mute, refusing, lambda: answering(502), lambda: answering(404)])
def test_who_wants_to_sign_in_is_told_within_seconds(sqlite_url: str, keycloak) -> None:  # type: ignore[no-untyped-def]
    database = Database(sqlite_url)
    with keycloak() as address:
        browser = desk_before(database, address).nobody()
        began = time.monotonic()
        page = polish(browser, "/calendar")
        assert time.monotonic() - began < PATIENCE
    database.close()
    assert page.status == 503
    assert "Keycloak" in page.main
    again = page.soup.find("a", string="Spróbuj ponownie")
    assert again is not None
    assert again["href"] == "/auth/sign-in?next=/calendar"


def test_trying_again_works_as_soon_as_keycloak_does(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    awake = [False]
    browser = desk_over(database, lambda: awake[0]).nobody()
    assert browser.get("/auth/sign-in").status == 503
    awake[0] = True
    time.sleep(FOUND_SILENT_COUNTS)
    assert browser.client.get("/auth/sign-in").status_code == 302
    database.close()


def test_a_keycloak_that_answers_is_asked_now_and_then_and_not_at_every_visit() -> None:
    asked, hours = [], [0.0]

    def ask() -> bool:
        asked.append(hours[0])
        return True

    awake = Awake(ask, lambda: hours[0])
    assert [awake(), awake(), awake()] == [True] * 3
    hours[0] = FOUND_AWAKE_COUNTS
    assert awake()
    assert len(asked) == 2


def test_while_one_visit_waits_for_keycloak_the_others_wait_for_nothing() -> None:
    begun, end = threading.Event(), threading.Event()

    def slow() -> bool:
        begun.set()
        return not end.wait(PATIENCE)

    awake = Awake(slow)
    waiting = threading.Thread(target=awake)
    waiting.start()
    assert begun.wait(PATIENCE)
    began = time.monotonic()
    for _ in range(50):
        awake()
    assert time.monotonic() - began < 1
    end.set()
    waiting.join()
    assert not awake(), "what was found counts for those who come next"
