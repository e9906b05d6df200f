"""The packages, built by the command that `make deb` runs, and one of an earlier version."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from provisioner.packaging import deb
from provisioner.packaging.releases import RELEASES, ROOT, Release
from tests.package.roots import WORK, needed

Packages = dict[Release, Path]
FORMER = "0.1.9"


@pytest.fixture(scope="session")
def packages() -> Packages:
    """The package of each release."""
    needed("dpkg-deb", "debootstrap")
    WORK.mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, "-m", "provisioner.packaging", "deb"], cwd=ROOT, check=True)
    return {release: _made(release) for release in RELEASES}


@pytest.fixture(scope="session")
def former(packages: Packages) -> Packages:
    """The same as an earlier version, whose settings file said something else."""
    return {release: _former(release, package) for release, package in packages.items()}


@pytest.fixture(params=RELEASES, ids=lambda release: release.name)
def release(request: pytest.FixtureRequest) -> Release:
    """Each release in turn."""
    asked: Release = request.param
    return asked


def _made(release: Release) -> Path:
    (one,) = (ROOT / "dist").glob(f"account-desk_{deb.own_version()}+{release.name}_*.deb")
    return one


def _former(release: Release, package: Path) -> Path:
    tree = WORK / f"former-{release.name}"
    shutil.rmtree(tree, ignore_errors=True)
    subprocess.run(["dpkg-deb", "--raw-extract", str(package), str(tree)], check=True)
    control = tree / "DEBIAN" / "control"
    control.write_text(re.sub(r"(?m)^Version: .*$", f"Version: {FORMER}+{release.name}", control.read_text()))
    settings = tree / "etc/account-desk/desk.env"
    settings.write_text("# An earlier text.\n" + settings.read_text())
    target = WORK / f"account-desk_{FORMER}+{release.name}_{package.stem.rpartition('_')[2]}.deb"
    deb.pack(tree, target)
    return target
