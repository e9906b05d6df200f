"""docs/install.md typed word for word on a bare Debian, whose own systemd runs what it says to start."""

import json
import re
import shutil
import time
from pathlib import Path

import pytest

from provisioner.local.distribution import fetch_archive
from provisioner.packaging.releases import RELEASES, ROOT, Release
from tests.compose.authority import authority
from tests.package.booted import Booted, booted
from tests.package.conftest import Packages
from tests.package.roots import WORK, Bare, bare_root, needed

pytestmark = pytest.mark.drill_only

BOOTABLE = [release for release in RELEASES if release.suite == "bookworm"]
"""The systemd of Debian 13 does not come up in a root of this kind."""
HOSTS = "127.0.0.1 localhost konta.example.com konto.example.com logowanie.example.com\n"
START_SECONDS = 60
SURNAME = "Kowalska-Testowa"


def blocks() -> list[str]:
    """What the guide tells to type on a Debian, in order."""
    guide = (ROOT / "docs" / "install.md").read_text(encoding="utf-8").partition("## From source")[0]
    return re.findall(r"^```\n(.*?)^```$", guide, re.DOTALL | re.MULTILINE)


def archive() -> Path:
    """The Keycloak archive, fetched once."""
    found = list(WORK.glob("keycloak-quarkus-dist-*.zip"))
    return found[0] if found else fetch_archive(WORK)


def typed(root: Bare, *said: str) -> str:
    """Blocks typed into one shell, which ends at the first word that fails."""
    return root.run("bash", "-euo", "pipefail", "-c", "cd /root\n" + "\n".join(said)).stdout


def certificate(root: Bare) -> None:
    """One that the names of the guide have, where its proxy looks for it."""
    made, key = authority(WORK / "tls")
    shutil.copy(made, root.folder / "etc/ssl/account-desk.pem")
    shutil.copy(key, root.folder / "etc/ssl/private/account-desk.key")


def page(root: Booted, address: str) -> str:
    """The status that the proxy answers with."""
    script = (
        "import ssl, sys, urllib.request, urllib.error\n"
        "try: print(urllib.request.urlopen(sys.argv[1], context=ssl._create_unverified_context(), timeout=20).status)\n"
        "except urllib.error.HTTPError as error: print(error.code)"
    )
    return root.run("python3", "-c", script, address).stdout.strip()


@pytest.mark.parametrize("release", BOOTABLE, ids=lambda release: release.name)
def test_the_guide_leads_from_nothing_to_a_desk_behind_tls(release: Release, packages: Packages) -> None:
    needed("unshare", "nsenter", "ip")
    packages_first, *others = blocks()
    with bare_root(release, "guide") as root:
        for file in (packages[release], archive()):
            shutil.copy(file, root.folder / "root")
        root.apt("update")
        typed(root, packages_first)
        (root.folder / "usr/sbin/policy-rc.d").unlink()
        (root.folder / "etc/hosts").write_text(HOSTS)
        certificate(root)
        (root.folder / "etc/account-desk/secrets/smtp_password").write_text("at-the-mail-server")
        with booted(root) as machine:
            # No mail leaves a machine without a network: who is let in is told by the last line, tried elsewhere.
            *configured, last = others
            start, _, enrol = last.partition("provisioner check\n")
            typed(machine, *configured, start)
            assert enrol.startswith("provisioner staff add")
            expect_a_desk(machine)


def expect_a_desk(machine: Booted) -> None:
    services = [f"account-desk-{name}.service" for name in ("web", "public", "worker")]
    told = machine.run("systemctl", "show", "--property=ActiveState", "--value", *services).stdout.split()
    assert told == ["active"] * 3, machine.written()
    end = time.monotonic() + START_SECONDS
    while (seen := page(machine, "https://konta.example.com/health/ready")) == "502" and time.monotonic() < end:
        time.sleep(1)
    assert seen == "200", machine.written()
    assert page(machine, "https://konto.example.com/health/ready") == "200"
    assert page(machine, "https://logowanie.example.com/realms/ibok/.well-known/openid-configuration") == "200"
    assert page(machine, "https://logowanie.example.com/realms/master/.well-known/openid-configuration") == "404"
    assert page(machine, "https://logowanie.example.com/admin/master/console/") == "404"
    expect_a_key_exchanged(machine)
    expect_a_backup(machine)
    expect_only_mail_to_be_missed(machine)
    page(machine, f"https://konta.example.com/accounts?q={SURNAME}")
    logs = "".join(path.read_text() for path in (machine.folder / "var/log/nginx").iterdir())
    assert "/accounts" in logs
    assert SURNAME not in logs


def expect_a_backup(machine: Booted) -> None:
    """As the guide's last words say: a key made elsewhere, Keycloak's database, and the unit makes a file of both."""
    etc, backups = machine.folder / "etc/account-desk", "var/lib/account-desk/backups"
    key = "/var/lib/account-desk/drill.key"
    with (etc / "site.env").open("a") as settings:
        settings.write(machine.run("provisioner", "backup-key", key).stdout)
    configured = (machine.folder / "opt/keycloak/conf/keycloak.conf").read_text()
    (password,) = re.findall(r"^db-password=(.+)$", configured, re.MULTILINE)
    (etc / "secrets/keycloak_database_url").write_text(f"postgresql://keycloak:{password}@localhost/keycloak")
    machine.run("systemctl", "start", "account-desk-backup.service")
    (file,) = (machine.folder / backups).glob("*.age")
    told = machine.run("provisioner", "verify-backup", f"/{backups}/{file.name}", "--key", key, "--json")
    assert json.loads(told.stdout)["keycloak"], told.stdout
    machine.run("systemctl", "enable", "--now", "account-desk-backup.timer")


def expect_only_mail_to_be_missed(machine: Booted) -> None:
    """No mail server answers on a machine without a network; all else is well, the new backup included."""
    told = machine.run("provisioner", "check", "--json", check=False)
    seen = {finding["name"]: finding for finding in json.loads(told.stdout)}
    assert [name for name, finding in seen.items() if finding["fault"]] == ["mail server"], told.stdout
    assert seen["last backup"]["seen"].startswith("account-desk-"), told.stdout
    assert seen["role at PostgreSQL"]["warning"] == "", "the running desk owns nothing there"


def expect_a_key_exchanged(machine: Booted) -> None:
    """The file is root's as before, holds a key, and the worker comes up with it."""
    file = "/etc/account-desk/secrets/provisioner_client_secret"
    assert f"Kept as {file}." in machine.run("provisioner", "realm", "rotate-key", "provisioner").stderr
    assert "BEGIN PRIVATE KEY" in (machine.folder / file.lstrip("/")).read_text()
    assert machine.run("stat", "-c", "%U %a", file).stdout == "root 600\n"
    machine.run("systemctl", "restart", "account-desk-worker.service")
    assert "No difference." in machine.run("provisioner", "realm", "plan").stdout
