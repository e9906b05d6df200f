"""The shipped sample of a proxy is one that nginx takes, for one of each part and for two."""

from pathlib import Path

import pytest

from provisioner.local.ports import free_ports
from tests.twofold.proxy import OURS, judged, sample

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
