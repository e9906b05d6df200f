"""The shipped sample of a proxy is one that nginx takes, for one of each part and for two."""

import http.client
import re
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests

from provisioner.local.ports import free_ports
from tests.compose.authority import authority
from tests.twofold.proxy import OURS, judged, running, sample

SIGN_IN = "/realms/ibok/login-actions/authenticate?session_code=a"
FORGOTTEN = "/realms/ibok/login-actions/reset-credentials?session_code=a"
MANY = 40
"""More than anybody may send; on a machine so busy that each takes a second the limit is still met."""
TWO = {"web": 8500, "public": 8502, "keycloak": 8510}


@pytest.mark.parametrize("second", [None, TWO], ids=["one of each", "two of each"])
def test_nginx_takes_the_sample(second: dict[str, int] | None, tmp_path: Path) -> None:
    ports = dict(zip(OURS, free_ports(len(OURS)), strict=True))
    answer = judged(sample(tmp_path, ports, second))
    assert (answer.returncode, answer.stderr) == (0, "")
    text = (tmp_path / "account-desk.conf").read_text(encoding="utf-8")
    for kind, port in TWO.items():
        beside = f"    server 127.0.0.1:{ports[kind]} fail_timeout=2s;\n    server 127.0.0.1:{port} fail_timeout=2s;"
        assert (beside in text) == bool(second)


def test_no_log_has_what_stands_behind_the_question_mark(tmp_path: Path) -> None:
    ports = dict(zip(OURS, free_ports(len(OURS)), strict=True))
    with running(sample(tmp_path, ports)):
        assert ask(f"http://127.0.0.1:{ports['plain']}/accounts?q=Kowalska") == 301
    logs = {file.name: file.read_text(encoding="utf-8") for file in tmp_path.glob("*.log")}
    assert "GET /accounts HTTP/1.1" in logs["account-desk.log"]
    assert [name for name, text in logs.items() if "Kowalska" in text] == []


@pytest.fixture
def asked() -> list[str]:
    """What came through to Keycloak."""
    return []


@pytest.fixture
def internet(tmp_path: Path, asked: list[str]) -> Iterator[Callable[[str, str, str], int]]:
    """Somebody out there at an address of their own asks Keycloak's host by way of the proxy; gives the status."""
    ports = dict(zip(OURS, free_ports(len(OURS)), strict=True))
    with keycloak(ports["keycloak"], asked), running(sample(tmp_path, ports)):
        ask(f"http://127.0.0.1:{ports['plain']}/")
        trusted = ssl.create_default_context(cafile=authority(tmp_path)[0])
        trusted.check_hostname = False
        yield partial(sent, ports["tls"], trusted)


@pytest.mark.parametrize("form, most", [(SIGN_IN, 10), (FORGOTTEN, 5)], ids=["logging in", "a forgotten password"])
def test_whoever_sends_a_form_again_and_again_has_to_wait_and_nobody_else_does(
    internet: Callable[[str, str, str], int], form: str, most: int
) -> None:
    guesser, neighbour = "127.3.0.1", "127.3.0.2"
    answers = [internet(guesser, "POST", form) for _ in range(most)]
    assert answers == [200] * most
    assert 429 in (internet(guesser, "POST", form) for _ in range(MANY))
    assert internet(guesser, "GET", form) == 200, "looking at pages is not counted"
    assert [internet(neighbour, "POST", form) for _ in range(most)] == [200] * most


@pytest.mark.parametrize("place", ["/admin/", "/admin/master/console/", "/metrics", "/health", "/realms/master/", "/"])
def test_what_is_no_page_of_our_realms_is_not_there(
    internet: Callable[[str, str, str], int], asked: list[str], place: str
) -> None:
    assert internet("127.3.0.1", "GET", place) == 404
    assert asked == []


@contextmanager
def keycloak(port: int, asked: list[str]) -> Iterator[None]:
    """Whatever is asked, all is well."""

    class Content(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", port), Content) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield
        server.shutdown()


def sent(port: int, trusted: ssl.SSLContext, address: str, method: str, place: str) -> int:
    """One request from an address of this machine."""
    opened = http.client.HTTPSConnection("127.0.0.1", port, timeout=60, context=trusted, source_address=(address, 0))
    try:
        opened.request(method, place, headers={"Host": "logowanie.example.com"})
        return opened.getresponse().status
    finally:
        opened.close()


@pytest.mark.filterwarnings("ignore:Unverified HTTPS request")
@pytest.mark.parametrize("let_in, seen", [("", 404), ("192.0.2.0/24", 403), ("127.0.0.1", 502)])
def test_keycloaks_console_is_shown_to_nobody_or_to_the_addresses_named(let_in: str, seen: int, tmp_path: Path) -> None:
    ports = dict(zip(OURS, free_ports(len(OURS)), strict=True))
    file = sample(tmp_path, ports)
    if let_in:
        opened = tmp_path / "account-desk.conf"
        begin, console, end = re.split(r"(    # location ~ \^/\(admin.*?# \}\n)", opened.read_text(), flags=re.DOTALL)
        opened.write_text(begin + console.replace("# ", "").replace("192.0.2.0/24", let_in) + end)
        assert judged(file).stderr == ""
    with running(file):
        for path in ("admin/master/console/", "realms/master/protocol/openid-connect/auth"):
            assert ask(f"https://127.0.0.1:{ports['tls']}/{path}", "logowanie.example.com") == seen, path


def ask(address: str, host: str = "") -> int:
    """The status with which nginx answers, once it is up; whose certificate it is does not matter here."""
    named = {"Host": host} if host else {}
    end = time.monotonic() + 20
    while True:
        try:
            return requests.get(address, headers=named, allow_redirects=False, timeout=20, verify=False).status_code
        except requests.ConnectionError:
            assert time.monotonic() < end, "nginx does not answer"
            time.sleep(0.1)
