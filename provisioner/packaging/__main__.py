"""`python -m provisioner.packaging deb|bundle`: what `make deb` and `make bundle` run."""

import shutil
import sys
from pathlib import Path

from provisioner.packaging import bundle, deb
from provisioner.packaging.releases import RELEASES, ROOT, Release, wheels

WORK = ROOT / "build" / "packaging"
OUT = ROOT / "dist"


def main(what: str) -> None:
    """Build the packages, and for a bundle all that goes with them."""
    brought = {release: _wheels(release) for release in RELEASES}
    packages = {release: deb.build(release, folder, WORK / release.name, OUT) for release, folder in brought.items()}
    for package in packages.values():
        print(package)
    if what == "bundle":
        print(bundle.make(packages, brought, WORK / "bundle", OUT))


def _wheels(release: Release) -> Path:
    folder = WORK / "wheels" / release.name
    shutil.rmtree(folder, ignore_errors=True)
    return wheels(release, folder)


if __name__ == "__main__":
    if sys.argv[1:] not in (["deb"], ["bundle"]):
        sys.exit("deb or bundle?")
    main(sys.argv[1])
