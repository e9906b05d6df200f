"""The Debian package: the tree, what dpkg reads beside it, and dpkg-deb to put them together."""

import hashlib
import os
import shutil
import subprocess
import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from provisioner.packaging import releases, tree
from provisioner.packaging.releases import ROOT, Release

MAINTAINER = "The account desk <desk@example.com>"
CONTROL = """\
Package: account-desk
Version: {version}
Architecture: {architecture}
Maintainer: {maintainer}
Installed-Size: {kilobytes}
Depends: {depends}
Suggests: nginx, postgresql
Section: web
Priority: optional
Description: Signed paper applications become customer accounts in Keycloak
 A utility records applications that customers signed on paper, a second person
 approves them, one account is made in Keycloak and one e-mail brings the
 temporary password.
 .
 The package holds the desk for staff, the pages for customers, the worker and
 the command provisioner, each as a hardened service of systemd.
"""
DEPENDS = (
    "python3 (>= {python}~), python3 (<< {next_python}), libc6 (>= 2.{glibc}), libstdc++6, ca-certificates, "
    "systemd (>= 252)"
)
CHANGES = """\
account-desk ({version}) {suite}; urgency=medium

  * See CHANGELOG.md.gz.

 -- {maintainer}  {date}
"""


def build(release: Release, from_wheels: Path, work: Path, out: Path) -> Path:
    """Build the package of one release into `out`; `work` is emptied first."""
    shutil.rmtree(work, ignore_errors=True)
    tree.lay(release, from_wheels, work)
    named = {
        "version": f"{own_version()}+{release.name}", "suite": release.suite, "architecture": releases.architecture(),
        "maintainer": MAINTAINER, "depends": DEPENDS.format(**vars(release), next_python=release.next_python),
        "date": format_datetime(datetime.fromtimestamp(_moment(), UTC)),
    }  # fmt: skip
    tree.compressed(work / tree.DOC / "changelog.gz", CHANGES.format(**named).encode())
    _control(work, named)
    out.mkdir(parents=True, exist_ok=True)
    package = out / "account-desk_{version}_{architecture}.deb".format(**named)
    pack(work, package)
    return package


def pack(work: Path, package: Path) -> None:
    """Make a package of a whole tree, every file root's."""
    os.environ.setdefault("SOURCE_DATE_EPOCH", str(_moment()))
    # Of the strengths of xz the first: four times as fast for a tenth more bytes.
    releases.run(["dpkg-deb", "--root-owner-group", "-Zxz", "-z1", "--build", str(work), str(package)])


def own_version() -> str:
    """The version that the project gives itself."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"])


def _control(work: Path, named: Mapping[str, str]) -> None:
    files = [path for path in sorted(work.rglob("*")) if path.is_file() and not path.is_symlink()]
    kilobytes = sum(path.stat().st_size for path in files) // 1024
    folder = work / "DEBIAN"
    shutil.copytree(tree.HERE / "scripts", folder)
    for script in folder.iterdir():
        script.chmod(0o755)
    folder.chmod(0o755)
    (folder / "control").write_text(CONTROL.format(kilobytes=kilobytes, **named))
    sums = (f"{hashlib.md5(path.read_bytes()).hexdigest()}  {path.relative_to(work)}" for path in files)  # noqa: S324 - dpkg's own format
    (folder / "md5sums").write_text("".join(f"{line}\n" for line in sums))
    conffiles = [path for path in files if path.is_relative_to(work / tree.SETTINGS)]
    (folder / "conffiles").write_text("".join(f"/{path.relative_to(work)}\n" for path in conffiles))


def _moment() -> int:
    """When this state of the project was made, so that two builds of it are the same."""
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(given)
    words = ["git", "log", "-1", "--format=%ct"]
    told = subprocess.run(words, capture_output=True, text=True, check=False, cwd=ROOT).stdout
    return int(told or (ROOT / "CHANGELOG.md").stat().st_mtime)
