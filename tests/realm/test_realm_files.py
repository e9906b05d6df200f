"""The files of realm-config/ as people read them."""

from pathlib import Path

import pytest

from provisioner.settings.shipped import folder


@pytest.mark.parametrize("file", sorted(folder("realm-config").glob("*.yaml")), ids=lambda file: file.stem)
def test_every_entry_stands_with_its_reason(file: Path) -> None:
    paragraphs = file.read_text(encoding="utf-8").split("\n\n")
    assert [paragraph for paragraph in paragraphs if "#" not in paragraph] == []
