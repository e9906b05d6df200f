"""What an operator reads and gives to a watching system is in the package, where the pages say."""

import gzip
from pathlib import Path

from provisioner.packaging.bundle import README
from provisioner.packaging.releases import ROOT
from provisioner.packaging.tree import DOC, pages

EXAMPLES = DOC / "examples"


def test_every_guide_and_the_alarms_lie_where_the_runbook_says(tmp_path: Path) -> None:
    (tmp_path / EXAMPLES).mkdir(parents=True)
    pages(tmp_path / DOC)
    guides = {f"{path.name}.gz" for path in (ROOT / "docs").glob("*.md")}
    assert {path.name for path in (tmp_path / DOC).glob("*.gz")} == guides | {"CHANGELOG.md.gz"}
    runbook = gzip.decompress((tmp_path / DOC / "runbook.md.gz").read_bytes()).decode()
    assert f"`/{EXAMPLES}/`" in runbook
    for name in ("alerts.yml", "board.json"):
        assert (tmp_path / EXAMPLES / name).read_bytes() == (ROOT / "provisioner/watching" / name).read_bytes()
        assert f"`provisioner/watching/{name}`" in runbook


def test_the_bundle_leads_to_the_guide_which_alone_unpacks_keycloak() -> None:
    told = README.format(version="1", architecture="amd64", keycloak="26")
    assert (f"/{DOC}/install.md.gz" in told, "unzip" in told) == (True, False)
