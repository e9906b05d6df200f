"""One archive with all that a machine without a network needs beside Debian's own packages."""

import hashlib
import shutil
import tarfile
from collections.abc import Mapping
from pathlib import Path

from provisioner.local.distribution import fetch_archive
from provisioner.outside.keycloak.versions import PINNED
from provisioner.packaging import releases
from provisioner.packaging.deb import own_version
from provisioner.packaging.releases import ROOT, Release
from provisioner.packaging.sbom import bill

SUMS = "SHA256SUMS"
README = """\
The account desk {version} for Debian 12 and 13 ({architecture}), without a network
==================================================================

  sha256sum --check --quiet SHA256SUMS
  sudo apt-get install ./account-desk_*+deb$(. /etc/os-release; echo $VERSION_ID)_*.deb
  zless /usr/share/doc/account-desk/install.md.gz

That page leads on from its step 1, in this folder; it unpacks Keycloak, too. From Debian itself come python3, systemd,
ca-certificates and libstdc++6, and what its step 1 names beside the package.

account-desk_*.deb    one package for each release of Debian
keycloak-*.zip        the server the desk was tried with
wheels/               the libraries inside the packages, for an installation from source:
                      pip install --no-index --find-links wheels/deb12 provisioner
sbom-*.cdx.json       every library with its licence and digest (CycloneDX 1.6)
SHA256SUMS            the digest of each file
"""


def make(packages: Mapping[Release, Path], wheels: Mapping[Release, Path], work: Path, out: Path) -> Path:
    """Put the bundle together in `work`, which is emptied first, and pack it into `out`."""
    version, architecture = own_version(), releases.architecture()
    name = f"account-desk-{version}-{architecture}"
    folder = work / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for release, package in packages.items():
        shutil.copy(package, folder)
        shutil.copytree(wheels[release], folder / "wheels" / release.name)
        made = bill(sorted(wheels[release].glob("*.whl")))
        (folder / f"sbom-{release.name}.cdx.json").write_text(made, encoding="utf-8")
    shutil.copy(ROOT / "requirements.txt", folder / "wheels")
    fetch_archive(folder)
    named = {"version": version, "architecture": architecture, "keycloak": PINNED}
    (folder / "README").write_text(README.format(**named), encoding="utf-8")
    _write_sums(folder)
    archive = out / f"{name}.tar"
    with tarfile.open(archive, "w") as packed:
        packed.add(folder, arcname=name)
    return archive


def _write_sums(folder: Path) -> None:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    lines = []
    for path in files:
        with path.open("rb") as content:
            lines.append(f"{hashlib.file_digest(content, 'sha256').hexdigest()}  {path.relative_to(folder)}\n")
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")
