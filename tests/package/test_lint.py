"""What Debian's own examiners say of the packages: lintian reads them, piuparts installs, upgrades and purges them."""

import subprocess

import pytest

from provisioner.packaging.releases import Release
from tests.package.conftest import Packages
from tests.package.roots import made, needed

pytestmark = pytest.mark.drill_only

DEBCONFS = "/var/cache/debconf/tmp.ci/"
"""Where Debian itself unpacks what packages ask, before it installs any; it leaves the empty folder there."""


def test_lintian_finds_nothing_that_is_not_explained(release: Release, packages: Packages) -> None:
    needed("lintian")
    words = ["lintian", "--allow-root", "--fail-on=error,warning", "--tag-display-limit=0", str(packages[release])]
    told = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (told.stdout, told.returncode) == ("", 0)


def test_piuparts_finds_nothing(release: Release, packages: Packages) -> None:
    needed("piuparts")
    words = ["piuparts", "--distribution", release.suite, "--existing-chroot", str(made(release)), "--no-eatmydata"]
    words += ["--ignore", DEBCONFS]
    told = subprocess.run([*words, str(packages[release])], capture_output=True, text=True, check=False)
    assert not told.returncode, told.stdout[-4000:]
