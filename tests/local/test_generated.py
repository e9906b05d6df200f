"""What git does not keep: `python hatch_build.py` makes all of it, and makes it again when its source changed."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from provisioner.theme.composed import PROPERTIES, composed
from provisioner.theme.look import look_of
from provisioner.theme.patternfly import used_by, written_for
from tests.local.checkout import ROOT, generated, kept
from tests.theme.bundles import by_plain_name

DESK_FILES = {"provisioner/web/static/tokens.css", "provisioner/web/static/mark.svg"}
DESK_FILES |= {"provisioner/mail/templates/style.css"}
TRANSLATIONS = {po.relative_to(ROOT).with_suffix(".mo").as_posix() for po in ROOT.glob("provisioner/**/*.po")}


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """As much of a fresh clone as the build needs, with everything made once."""
    for file in [*kept("provisioner"), *kept("realm-config"), "hatch_build.py"]:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / file, tmp_path / file)
    assert make(tmp_path) == ""
    return tmp_path


def make(clone: Path) -> str:
    """Run the build's step; what it complains of."""
    done = subprocess.run(
        [sys.executable, "-I", "-B", str(clone / "hatch_build.py")], capture_output=True, text=True, check=False
    )
    return done.stderr


def test_a_fresh_clone_gets_all_of_it_and_nothing_else(clone: Path) -> None:
    assert TRANSLATIONS
    present = {file.relative_to(clone).as_posix() for file in clone.rglob("*") if file.is_file()}
    made = present - {*kept("provisioner"), *kept("realm-config"), "hatch_build.py"}
    assert made == DESK_FILES | TRANSLATIONS
    for place, content in look_of(clone / "realm-config" / "branding.toml").desk_files.items():
        assert (clone / "provisioner" / place).read_bytes() == content


def test_git_keeps_none_of_it_and_ignores_all_of_it() -> None:
    assert set(generated("provisioner")) == DESK_FILES | TRANSLATIONS
    assert not set(kept("provisioner")) & (DESK_FILES | TRANSLATIONS)


def test_the_themes_sources_lie_at_the_top_without_anything_made_of_them() -> None:
    assert not generated("keycloak-theme")
    sources = {file.removeprefix("keycloak-theme/"): (ROOT / file).read_bytes() for file in kept("keycloak-theme")}
    theme = by_plain_name(composed())
    assert sources.keys() - theme.keys() == {"README.md"}
    named = {place: written_for(used_by(), place.split("/")[0], content) for place, content in sources.items()}
    assert {place for place in named.keys() & theme.keys() if named[place] != theme[place]} == {
        PROPERTIES, "login/theme.properties",
    }  # fmt: skip
    made = {place.rpartition("/")[2] for place in theme.keys() - sources.keys() if "/fonts/" not in place}
    assert made == {"tokens.css", "patternfly.css", "logo.svg", "favicon.svg", "brand.js", "style.ftl"}


def test_git_keeps_nothing_twice() -> None:
    seen: dict[bytes, str] = {}
    for file in kept("."):
        content = (ROOT / file).read_bytes()
        if len(content) > 100:
            assert seen.setdefault(content, file) == file


def test_what_is_right_already_is_left_alone(clone: Path) -> None:
    times = {file: (clone / file).stat().st_mtime_ns for file in DESK_FILES | TRANSLATIONS}
    assert make(clone) == ""
    assert {file: (clone / file).stat().st_mtime_ns for file in times} == times


def test_a_changed_source_is_followed(clone: Path) -> None:
    tokens, mark = clone / "provisioner/theme/tokens.css", clone / "realm-config/logo.svg"
    tokens.write_text(tokens.read_text().replace("--brand: #0a5a78", "--brand: #07435a"))
    mark.write_text(mark.read_text() + "<!-- ours -->")
    assert make(clone) == ""
    assert "--brand: #07435a" in (clone / "provisioner/web/static/tokens.css").read_text()
    assert "border-top: 4px solid #07435a" in (clone / "provisioner/mail/templates/style.css").read_text()
    assert (clone / "provisioner/web/static/mark.svg").read_text() == mark.read_text()


def test_a_translation_without_its_source_goes(clone: Path) -> None:
    left = clone / "provisioner/elsewhere/translations/pl/LC_MESSAGES/messages.mo"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"of a room that moved")
    assert make(clone) == ""
    assert not left.exists()


def test_a_brand_that_cannot_be_read_stops_the_build_with_its_fault(clone: Path) -> None:
    file = clone / "realm-config" / "branding.toml"
    file.write_text(file.read_text().replace("[colours.light]", '[colours.light]\nbrand = "#7fbf85"'))
    before = (clone / "provisioner/web/static/tokens.css").read_bytes()
    assert make(clone).startswith("realm-config/branding.toml: light: brand #7fbf85 on paper #ffffff has")
    assert (clone / "provisioner/web/static/tokens.css").read_bytes() == before


def test_the_look_needs_no_library() -> None:
    words = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import provisioner.theme.look"
    subprocess.run([sys.executable, "-I", "-S", "-B", "-c", words], check=True)
