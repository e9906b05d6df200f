"""The bundle for a machine without a network: whole by its own digests, and its bills name what is in it."""

import hashlib
import json
import subprocess
import tarfile
from pathlib import Path

import pytest

from provisioner.packaging import bundle
from provisioner.packaging.__main__ import WORK
from provisioner.packaging.releases import RELEASES
from tests.package.conftest import Packages

pytestmark = pytest.mark.drill_only


@pytest.fixture
def opened(packages: Packages, tmp_path: Path) -> Path:
    """What `make bundle` packs, opened elsewhere."""
    wheels = {release: WORK / "wheels" / release.name for release in RELEASES}
    with tarfile.open(bundle.make(packages, wheels, tmp_path / "work", tmp_path)) as packed:
        packed.extractall(tmp_path / "opened", filter="data")
    (folder,) = (tmp_path / "opened").iterdir()
    return folder


def test_every_file_has_its_digest_and_every_wheel_its_line_in_the_bill(opened: Path) -> None:
    subprocess.run(["sha256sum", "--check", "--quiet", "--strict", bundle.SUMS], cwd=opened, check=True)
    listed = {line.partition("  ")[2] for line in (opened / bundle.SUMS).read_text().splitlines()}
    there = {str(path.relative_to(opened)) for path in opened.rglob("*") if path.is_file()}
    assert there - listed == {bundle.SUMS}
    for release in RELEASES:
        assert [*opened.glob(f"account-desk_*+{release.name}_*.deb")]
        bill = json.loads((opened / f"sbom-{release.name}.cdx.json").read_text())
        billed = [digest(one) for one in [bill["metadata"]["component"], *bill["components"]]]
        wheels = [hashed(path, "sha256") for path in (opened / "wheels" / release.name).glob("*.whl")]
        (server,) = (hashed(path, "sha512") for path in opened.glob("keycloak-*.zip"))
        assert sorted(billed) == sorted([*wheels, server])


def digest(component: dict[str, list[dict[str, str]]]) -> str:
    """The one that the bill says of a component."""
    (said,) = component["hashes"]
    return said["content"]


def hashed(file: Path, name: str) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, name).hexdigest()
