"""The documentation says what the code says, and comments cite only what stands in this repository."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from click.testing import CliRunner

from provisioner.cli.main import provisioner
from provisioner.office import OfficeRules
from provisioner.settings import Settings
from provisioner.web.words.terms import WORDS
from tests.settings_page import PAGE, page
from tests.translations import catalogue

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
FOLDERS = ("provisioner", "tests", "realm-config", "keycloak-theme", "docs")
TEXTS = {".cfg", ".css", ".ftl", ".html", ".js", ".mako", ".md", ".po", ".properties", ".py", ".toml", ".txt", ".yaml"}
ELSEWHERE = re.compile(
    r"\bfacts? (?:of|from)\b|\bfaults? matrix|\bdomain facts|\b(?:the|of) seed\b|\bseed R\d|\bkinds? [AE]\b"
    r"|\(I\d+\b|§\d"
)
"""Names of notes and plans that a reader of this repository cannot open; `§ 9` of a law or the Regulamin is none."""


def words(name: str) -> str:
    """A page of the documentation."""
    return (DOCS / name).read_text(encoding="utf-8")


def table_rows(text: str) -> list[tuple[str, ...]]:
    """The rows of all tables in a page, cell by cell."""
    lines = [line.strip().strip("|") for line in text.splitlines() if line.startswith("|")]
    return [tuple(cell.strip() for cell in line.split("|")) for line in lines]


def texts() -> Iterator[tuple[str, str]]:
    """Every text of the repository with its path."""
    found = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*")]
    for path in [*found, *ROOT.iterdir()]:
        if path.is_file() and (path.suffix in TEXTS or path.name in ("Makefile", "Dockerfile", "run")):
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


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


def test_the_rules_name_the_settings_there_are_and_all_of_the_offices() -> None:
    named = set(re.findall(r"`([a-z]+(?:_[a-z]+)*)`", words("rules.md")))
    at_start = {name.lower() for name in re.findall(r"`PROVISIONER_([A-Z_]+)`", words("rules.md"))}
    offices = set(OfficeRules.model_fields)
    assert offices <= named, "a setting of the office changes a rule: say which in docs/rules.md"
    assert {name for name in named if "_" in name} <= offices
    assert at_start <= set(Settings.model_fields)


def test_every_word_the_desk_chooses_from_is_in_the_glossary_in_both_languages() -> None:
    rows, polish = set(table_rows(words("glossary.md"))), catalogue()
    for kind, members in WORDS.items():
        assert f"`{kind.__name__}`" in words("glossary.md"), kind.__name__
        for member, word in members.items():
            english = str(word)  # Outside a request a text is its own key.
            assert (translated(polish, english), english, f"`{member.value}`") in rows, f"{kind.__name__}: {english}"


def translated(polish: Catalog, english: str) -> str:
    """The Polish of a text without plural forms."""
    message = polish.get(english)
    assert message is not None, english
    return str(message.string)


@pytest.mark.parametrize("name", ["glossary.md", "rules.md"])
def test_what_these_pages_name_in_the_code_is_there(name: str) -> None:
    code = "".join(text for path, text in texts() if path.startswith(("provisioner/", "realm-config/")))
    places = (ROOT, ROOT / "tests")
    for cited in re.findall(r"`(?:PROVISIONER_)?([\w./-]+)`", words(name)):
        there = any((place / cited).exists() for place in places) if "/" in cited else cited.lower() in code.lower()
        assert there, f"docs/{name} names `{cited}`"


@pytest.mark.parametrize("name", ["architecture.md", "extending.md", "decisions/house.md", "decisions/database.md"])
def test_paths_named_in_the_documentation_are_there(name: str) -> None:
    for cited in re.findall(r"`([a-z_]+(?:/[a-z_0-9.-]+)+/?)`", words(name)):
        assert any((place / cited).exists() for place in (ROOT, ROOT / "provisioner")), f"docs/{name}: {cited}"


def test_comments_cite_what_stands_in_the_repository() -> None:
    faults = {row[0] for row in table_rows(words("faults.md"))}
    rules = set(re.findall(r"^## (R\d)", words("rules.md"), re.MULTILINE))
    promises = {row[0] for row in table_rows(words("architecture.md"))}
    for path, text in texts():
        assert not (found := ELSEWHERE.search(text)), f"{path} cites {found and found[0]!r}, which is not here"
        for cited in re.findall(r"\bdocs/[\w/-]+\.\w+", text):
            assert (ROOT / cited).exists(), f"{path}: {cited}"
        if path.endswith((".py", ".md", ".yaml")):
            assert set(re.findall(r"\bR\d+\b", text)) <= rules, path
            assert set(re.findall(r"\bP\d+\b", text)) <= promises, path
        rows = re.findall(r"\brows?[ _](\d+)", text.replace("test_row", "row"), re.IGNORECASE)
        if path.startswith("tests/") and rows:
            assert "docs/faults.md" in text, f"{path} cites rows and does not say of what"
            assert set(rows) <= faults, f"{path}: {rows}"
