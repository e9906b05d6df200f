"""The documentation says what the code says."""

import re
from pathlib import Path

from click.testing import CliRunner

from provisioner.cli.main import provisioner
from tests.settings_page import PAGE, page

ROOT = Path(__file__).resolve().parents[1]


def test_every_setting_is_on_its_page() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `python -m tests.settings_page`"


def test_every_link_in_the_documentation_leads_somewhere() -> None:
    for document in [ROOT / "README.md", *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_every_verb_explains_itself_and_stands_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in provisioner.commands:
        shown = CliRunner().invoke(provisioner, [name, "--help"])
        assert (shown.exit_code, shown.output.startswith("Usage")) == (0, True), name
        assert name in readme, f"README does not name `provisioner {name}`"
