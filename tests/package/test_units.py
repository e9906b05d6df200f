"""The services of the package: well-formed, closed as far as they can be, lent only secrets that there are."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from provisioner.packaging.tree import HERE
from provisioner.settings import PREFIX
from provisioner.settings.declared import BROUGHT_BACK, FROM_FILE
from provisioner.settings.reading import KNOWN, OPERATORS

SYSTEM = Path("usr/lib/systemd/system")
UNITS = sorted(path for path in (HERE / "files" / SYSTEM).iterdir() if path.is_file())
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
KEYCLOAK = HERE / "files/usr/share/doc/account-desk/examples/keycloak.service"
MOST_EXPOSED = 1.5
SYSTEMS_OWN = ("basic", "multi-user", "network-online", "paths", "shutdown", "slices", "sockets", "sysinit", "timers")


def words_of(unit: Path, key: str) -> list[str]:
    return re.findall(rf"^{key}=(.*)$", unit.read_text(), re.MULTILINE)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """The units on a machine that has the programs they start."""
    shutil.copytree(HERE / "files", tmp_path / "root")
    shutil.copy(KEYCLOAK, tmp_path / "root" / SYSTEM)
    for program in ("usr/lib/account-desk/bin/provisioner", "usr/bin/sh", "bin/bash", "opt/keycloak/bin/kc.sh"):
        (tmp_path / "root" / program).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "root" / program).write_text("#!/bin/sh\n")
        (tmp_path / "root" / program).chmod(0o755)
    for name in SYSTEMS_OWN:
        (tmp_path / "root" / SYSTEM / f"{name}.target").write_text("[Unit]\n")
    return tmp_path / "root"


def analyze(*words: str) -> subprocess.CompletedProcess[str]:
    if shutil.which("systemd-analyze") is None:
        pytest.fail("systemd-analyze is missing: run `python -m tests.prerequisites`")
    return subprocess.run(["systemd-analyze", *words], capture_output=True, text=True, check=False)


def test_systemd_finds_nothing_to_say_about_the_units(tree: Path) -> None:
    told = analyze("verify", f"--root={tree}", "--man=no", *(f"/{SYSTEM}/{unit.name}" for unit in (*UNITS, KEYCLOAK)))
    ours = [line for line in told.stderr.splitlines() if "account-desk" in line or "keycloak" in line]
    assert (ours, told.returncode) == ([], 0), told.stderr


@pytest.mark.parametrize("service", [*SERVICES, KEYCLOAK], ids=lambda unit: unit.stem)
def test_each_service_is_closed_as_far_as_it_can_be(tree: Path, service: Path) -> None:
    told = analyze("security", "--offline=yes", f"--root={tree}", "--no-pager", f"/{SYSTEM}/{service.name}")
    found = re.search(r"exposure level for \S+: ([0-9.]+)", told.stdout)
    assert found, told.stdout + told.stderr
    assert float(found[1]) <= MOST_EXPOSED


@pytest.mark.parametrize("service", SERVICES, ids=lambda unit: unit.stem)
def test_each_service_is_told_where_the_secrets_it_is_lent_lie(service: Path) -> None:
    lent = dict(line.split(":") for line in words_of(service, "LoadCredential"))
    assert lent == {name: f"/etc/account-desk/secrets/{name}" for name in lent}
    assert words_of(service, "Environment") == [f"{PREFIX}{name.upper()}_FILE=%d/{name}" for name in lent]
    assert set(lent) <= set(BROUGHT_BACK), "no service owns the tables"


def test_the_backup_is_lent_every_secret_it_is_to_bring_back() -> None:
    (backup,) = [unit for unit in SERVICES if unit.stem == "account-desk-backup"]
    assert {line.partition(":")[0] for line in words_of(backup, "LoadCredential")} == set(BROUGHT_BACK)


def test_every_secret_is_made_at_the_installation_and_no_other() -> None:
    script = (HERE / "scripts" / "postinst").read_text()
    made = set(" ".join(re.findall(r'^(?:drawn|written)="([^"]+)"', script, re.MULTILINE)).split())
    of_operators = {name.removesuffix("_FILE").lower() for name in OPERATORS if name.endswith("_FILE")}
    assert made == {*FROM_FILE, *of_operators}
    assert {f"{PREFIX}{name.upper()}_FILE" for name in made} <= KNOWN
