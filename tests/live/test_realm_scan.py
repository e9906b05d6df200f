"""The applied realms under an auditor's tool, offline: nothing of medium weight or more."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.applied_realms import AppliedRealms

pytestmark = pytest.mark.live

ASKS_THE_NETWORK = "KeycloakVersionShouldBeUpToDate"
"""Our own comparison with the oldest safe versions stands in for it."""

ACCEPTED = {
    "ClientAuthenticationViaMTLSOrJWTRecommended": "client secrets of 32 bytes and more, read from files",
    "ClientHasUndefinedBaseDomainAndSchema": "Keycloak's own consoles name their address relative to the server",
    "ClientShouldNotUseWildcardRedirectURI": "Keycloak's own consoles, below their own address only",
    "RealmEmailVerificationDisabled": "the access mail itself proves the mailbox (R5), one extra page only (R6)",
}
"""Findings of the lowest weight that stay, each with its reason."""


def scan(export: Path) -> list[dict[str, str]]:
    program = Path(sys.executable).with_name("kcwarden")
    template = export.with_name("template.yaml")
    subprocess.run([program, "generate-config-template", "-o", template], check=True, timeout=60)
    auditors = [each["auditor"] for each in yaml.safe_load(template.read_text())["auditors"]]
    assert len(auditors) > 40
    chosen = [name for name in auditors if name != ASKS_THE_NETWORK]
    command = [program, "audit", str(export), "-f", "json", "--auditors", *chosen]
    result = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)
    return list(json.loads(result.stdout))


@pytest.mark.parametrize("which", ["customers", "staff"])
def test_the_scanner_finds_nothing_but_what_is_accepted_with_a_reason(
    applied_realms: AppliedRealms, which: str, tmp_path: Path
) -> None:
    realm = applied_realms.customers if which == "customers" else applied_realms.staff
    address = f"{realm.path('partial-export')}?exportClients=true&exportGroupsAndRoles=true"
    export = tmp_path / "realm.json"
    export.write_text(json.dumps(applied_realms.admin.call("POST", address).json()))
    findings = scan(export)
    assert findings, "the scanner saw nothing at all"
    surprising = [each for each in findings if each["reporting_auditor"] not in ACCEPTED or each["severity"] != "Info"]
    assert surprising == []


def test_the_scanner_sees_what_is_wrong(applied_realms: AppliedRealms, tmp_path: Path) -> None:
    address = f"{applied_realms.customers.path('partial-export')}?exportClients=true&exportGroupsAndRoles=true"
    document = applied_realms.admin.call("POST", address).json()
    document |= {"passwordPolicy": "", "revokeRefreshToken": False}
    export = tmp_path / "realm.json"
    export.write_text(json.dumps(document))
    found = {each["reporting_auditor"] for each in scan(export)}
    assert {"PasswordPolicyMissing", "RefreshTokensShouldBeRevokedAfterUse"} <= found
