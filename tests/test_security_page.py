"""`docs/security.md` names the keys there are, and the limits the code has."""

import re
import ssl
from pathlib import Path

from provisioner.cases.sealed import revealing
from provisioner.cli.buffering import CONNECTIONS, LARGEST_UPLOAD, READ_SECONDS
from provisioner.settings.declared import FROM_FILE
from provisioner.settings.reading import OPERATORS
from provisioner.web.gate.hands import A_MINUTE, Handwork
from provisioner.web.gate.pace import SO_MANY
from tests.realm.test_realm_config import realms

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
PROXY = ROOT / "provisioner/packaging/files/usr/share/doc/account-desk/examples/nginx.conf"


def section(heading: str) -> str:
    """The text under one heading."""
    return PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]


def test_every_secret_is_in_the_list_of_keys() -> None:
    rows = [line.split("|")[1] for line in section("Keys").splitlines() if line.startswith("| `")]
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    of_operators = {name.removesuffix("_FILE").lower() for name in OPERATORS if name.endswith("_FILE")}
    assert named == {*FROM_FILE, *of_operators}


def test_the_limits_are_those_of_the_code() -> None:
    realm = realms()["ibok"]["realm"]
    assert f"{realm['failureFactor']}, then a wait of {realm['waitIncrementSeconds']} s" in section("Limits")
    assert f"grows to {realm['maxFailureWaitSeconds'] // 60} min" in section("Limits")
    assert f"| {revealing.MOST} an hour |" in section("Limits")
    assert f"| {SO_MANY} a minute from one address" in section("Limits")
    searches, lists, files = (A_MINUTE[one] for one in (Handwork.SEARCH, Handwork.EXPORT, Handwork.UPLOAD))
    assert f"| {searches}, {lists} and {files} a minute" in section("Limits")
    assert f"{LARGEST_UPLOAD // 1024 // 1024} MB" in section("Limits")
    assert f"{READ_SECONDS} s for a whole request; {CONNECTIONS} connections" in section("Who talks to whom")


def test_sessions_last_as_long_as_it_says() -> None:
    for name, hours in (("staff", "eight"), ("ibok", "ten")):
        realm = realms()[name]["realm"]
        lasts = (realm["ssoSessionIdleTimeout"], realm["ssoSessionMaxLifespan"])
        assert lasts == (1800, {"eight": 8, "ten": 10}[hours] * 3600)
        assert f"{hours} hours in any case" in section("Sessions")


def test_the_sample_proxy_speaks_tls_1_2_and_1_3_only() -> None:
    _, *servers = PROXY.read_text(encoding="utf-8").split("\nserver {")
    secure = [one for one in servers if "listen 443 ssl;" in one]
    # Said outside of a server they would be added to the older ones of Debian's nginx.conf.
    said = re.findall(r"^( *)ssl_protocols (.+);$", PROXY.read_text(encoding="utf-8"), re.MULTILINE)
    assert said == [("    ", "TLSv1.2 TLSv1.3")] * len(secure)
    assert all("ssl_protocols" in one for one in secure)


def test_the_sample_proxy_takes_no_cipher_without_forward_secrecy_or_without_its_own_seal() -> None:
    said = re.findall(r"^ +ssl_ciphers (.+);$", PROXY.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(said) == PROXY.read_text(encoding="utf-8").count("listen 443 ssl;")
    (wanted,) = set(said)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers(wanted)
    of_tls_1_2 = [one for one in context.get_ciphers() if one["protocol"] == "TLSv1.2"]
    assert len(of_tls_1_2) >= 4
    assert {(one["kea"], one["aead"]) for one in of_tls_1_2} == {("kx-ecdhe", True)}
