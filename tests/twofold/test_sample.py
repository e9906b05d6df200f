"""The shipped sample of a proxy is one that nginx takes, for one of each part and for two."""

import re
import time
from pathlib import Path

import pytest
import requests

from provisioner.local.ports import free_ports
from tests.twofold.proxy import OURS, judged, running, sample

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
