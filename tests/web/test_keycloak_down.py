"""Keycloak down when somebody wants to sign in: our page says so within seconds, and "try again" works."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from structlog.testing import capture_logs

from provisioner.database import Database
from provisioner.web.gate.keycloak_awake import FOUND_AWAKE_COUNTS, FOUND_OTHERWISE_COUNTS, Awake, Found, asking
from tests.web.desk import DeskUnderTest, desk_over, settings
from tests.web.page import Browser, Page

pytestmark = pytest.mark.patient

PATIENCE = 5
NO_KEYCLOAK: list[tuple[Any, ...]] = [(502,), (404,), (200, "<html>"), (200, "[]"), (200, "{}")]
WITH_LEVEL = json.dumps({"acr_values_supported": ["second-factor", "2"]})
WITHOUT_LEVEL = json.dumps({"acr_values_supported": ["0", "1"]})


@contextmanager
def mute() -> Iterator[str]:
    """Takes connections and says nothing, as a server that hangs."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://localhost:{listening.getsockname()[1]}"


@contextmanager
def answering(status: int, body: str = "") -> Iterator[str]:
    """Answers everything with this, as a proxy before a stopped server, or as Keycloak itself."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body.encode())

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


@pytest.mark.parametrize("keycloak", [mute, refusing, *(partial(answering, *what) for what in NO_KEYCLOAK)])
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


@pytest.mark.parametrize(("told", "status"), [(WITHOUT_LEVEL, 503), (WITH_LEVEL, 302)])
def test_a_desk_that_demands_a_second_factor_sends_nobody_to_a_realm_that_knows_none(
    sqlite_url: str, told: str, status: int
) -> None:
    database = Database(sqlite_url)
    with answering(200, told) as address:
        lax = desk_before(database, address).nobody()
        assert lax.client.get("/auth/sign-in").status_code == 302
        strict = desk_over(
            database,
            asking(settings(keycloak_url=address, staff_otp="required")),
            keycloak_url=address,
            staff_otp="required",
        )
        with capture_logs() as lines:
            assert strict.nobody().client.get("/auth/sign-in?next=/calendar").status_code == status
    database.close()
    reasons = [line["reason"] for line in lines if line["event"] == "staff:sign-in-waits"]
    assert reasons == (["the staff realm knows no second factor: run realm apply"] if status == 503 else [])


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("asks for a one-time code", "call the operator, who has to run “provisioner realm apply”")),
        ("pl", ("potrzebny kod jednorazowy", "zadzwoń do operatora, który musi uruchomić „provisioner realm apply”")),
    ],
)
def test_it_says_what_is_wrong_and_who_can_mend_it_and_goes_on_afterwards(
    sqlite_url: str, language: str, said: tuple[str, ...]
) -> None:
    database, found = Database(sqlite_url), [Found.WITHOUT_LEVEL]
    browser = desk_over(database, lambda: found[0], staff_otp="required").nobody()
    browser.client.set_cookie("desk-language", language)
    page = browser.get("/calendar")
    assert page.status == 503
    for words in said:
        assert words in page.main
    again = page.soup.select_one("main a.button")
    assert again is not None
    found[0] = Found.READY
    time.sleep(FOUND_OTHERWISE_COUNTS)
    assert browser.client.get(str(again["href"])).status_code == 302
    database.close()


def test_trying_again_works_as_soon_as_keycloak_does(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    awake = [Found.SILENT]
    browser = desk_over(database, lambda: awake[0]).nobody()
    assert browser.get("/auth/sign-in").status == 503
    awake[0] = Found.READY
    time.sleep(FOUND_OTHERWISE_COUNTS)
    assert browser.client.get("/auth/sign-in").status_code == 302
    database.close()


def test_a_keycloak_that_answers_is_asked_now_and_then_and_not_at_every_visit() -> None:
    asked, hours = [], [0.0]

    def ask() -> Found:
        asked.append(hours[0])
        return Found.READY

    awake = Awake(ask, lambda: hours[0])
    assert [awake(), awake(), awake()] == [Found.READY] * 3
    hours[0] = FOUND_AWAKE_COUNTS
    assert awake() is Found.READY
    assert len(asked) == 2


def test_while_one_visit_waits_for_keycloak_the_others_wait_for_nothing() -> None:
    begun, end = threading.Event(), threading.Event()

    def slow() -> Found:
        begun.set()
        return Found.SILENT if end.wait(PATIENCE) else Found.READY

    awake = Awake(slow)
    waiting = threading.Thread(target=awake)
    waiting.start()
    assert begun.wait(PATIENCE)
    began = time.monotonic()
    for _ in range(50):
        awake()
    assert time.monotonic() - began < PATIENCE
    end.set()
    waiting.join()
    assert awake() is Found.SILENT, "what was found counts for those who come next"
