"""One source, two themes: with PatternFly 5's names for Keycloak up to 26, with PatternFly 6's from 27."""

import re
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from provisioner.cli.main import provisioner
from provisioner.settings.shipped import PACKAGE, folder
from provisioner.theme.composed import composed
from provisioner.theme.look import Files, read
from provisioner.theme.patternfly import PatternFly, named_in, used_by
from tests import patternfly
from tests.theme.bundles import by_plain_name, parse

FIVE, SIX = (by_plain_name(composed(patternfly=number)) for number in (PatternFly.FIVE, PatternFly.SIX))
REMOVED_IN_27 = ("keycloak.v2", "pf-v5", "patternfly-v5", "login:v1", "token-exchange", "/generate-and-download")
"""The login theme by PatternFly 5 (keycloak#52342) and the one before it (keycloak#43241), the first token exchange,
and the endpoints that make a client's key."""


def texts_of(theme: Files) -> dict[str, str]:
    return {place: content.decode() for place, content in theme.items() if not place.endswith(".woff2")}


def names(pattern: str, text: str) -> set[str]:
    return set(re.findall(pattern, text))


@pytest.mark.parametrize("version, wanted", [("26.7.5", 5), ("26.9.0", 5), ("27.0.0", 6), ("28.1.2.something", 6)])
def test_the_servers_version_says_which_it_is(version: str, wanted: int) -> None:
    assert used_by(version) == wanted


def test_both_themes_have_the_same_files_and_each_only_its_own_names() -> None:
    assert by_plain_name(composed()) == FIVE, "the shipped server draws with PatternFly 5"
    assert FIVE.keys() == SIX.keys()
    for theme, own, other in ((FIVE, PatternFly.FIVE, PatternFly.SIX), (SIX, PatternFly.SIX, PatternFly.FIVE)):
        texts = texts_of(theme)
        assert {named_in(text) for text in texts.values()} == {own, None}
        assert not [place for place, text in texts.items() if f"pf-v{other}" in text or "pf-vN" in text]


def test_what_differs_is_names_and_the_themes_of_keycloaks_they_build_on() -> None:
    named = ("resources/css/desk.css", "resources/css/patternfly.css", "resources/js/desk.js", "theme.properties")
    differing = {place for place in SIX if SIX[place] != FIVE[place]}
    assert differing == {f"{kind}/{place}" for kind in ("login", "account") for place in named}
    assert parse(SIX["login/theme.properties"].decode())["parent"] == "keycloak.v3"
    assert parse(SIX["account/theme.properties"].decode())["parent"] == "keycloak.v4"


def test_patternfly_6_has_every_name_that_our_styles_say() -> None:
    theirs = patternfly.styles()
    ours = "".join(text for place, text in texts_of(SIX).items() if place.endswith(".css"))
    assert names(r"--pf-[\w-]+", ours) <= names(r"--pf-[\w-]+", theirs)
    without_a_rule = {".pf-v6-u-color-200"}  # Keycloak's pages say it all the same.
    assert names(r"\.pf-v6-[\w-]+", ours) - names(r"\.pf-v6-[\w-]+", theirs) == without_a_rule


def test_nothing_relies_on_what_keycloak_27_removes() -> None:
    """Texts of the server's own that nobody looks up any more do no harm: they stand in the bundles."""
    texts = {place: text for place, text in texts_of(SIX).items() if "/messages/" not in place}
    texts |= {str(file): file.read_text() for file in folder("realm-config").rglob("*.yaml")}
    texts |= {str(file): file.read_text() for file in PACKAGE.rglob("*.py") if file != PACKAGE / "theme/patternfly.py"}
    assert not [(place, gone) for place, text in texts.items() for gone in REMOVED_IN_27 if gone in text]


def test_a_button_hands_on_whatever_a_page_gives_it() -> None:
    """Keycloak's pages give some buttons more than their macro names: a script, the focus, a value."""
    footer = SIX["login/footer.ftl"].decode()
    assert re.search(r"<#macro button [^>]* extra\.\.\.>", footer)
    assert "<@plain?with_args(extra) " in footer


def test_the_theme_for_another_server_is_made_by_its_version(tmp_path: Path) -> None:
    target = tmp_path / "theme.jar"
    done = CliRunner().invoke(provisioner, ["theme", "jar", "--keycloak", "27.0.0", str(target)])
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile(target) as jar:
        assert jar.read("theme/account-desk/login/theme.properties") == SIX["login/theme.properties"]
    words = ["theme", "build", "--keycloak", "27.0.0", "--out", str(tmp_path / "out")]
    assert CliRunner().invoke(provisioner, words).exit_code == 0
    made = by_plain_name(read(tmp_path / "out" / "keycloak-theme"))
    assert made["login/resources/css/patternfly.css"] == SIX["login/resources/css/patternfly.css"]


@pytest.mark.parametrize(
    "words, said",
    [
        (["jar", "--keycloak", "next"], "not a Keycloak version: 'next'"),
        (["build", "--keycloak", "27.0.0"], "--keycloak needs --out"),
        (["jar", "--theme", ".", "--keycloak", "27.0.0"], "made already"),
    ],
)
def test_a_version_that_cannot_count_is_refused(words: list[str], said: str, tmp_path: Path) -> None:
    target = [str(tmp_path / "theme.jar")] if words[0] == "jar" else []
    refused = CliRunner().invoke(provisioner, ["theme", *words, *target])
    assert refused.exit_code == 2
    assert said in refused.output
    assert not list(tmp_path.iterdir())


def test_what_the_package_lacks_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(patternfly.NotToBeHad, match=r"npm is missing, .* run `python -m tests\.prerequisites`"):
        patternfly.package()
    (kept := tmp_path / "account-desk" / patternfly.ARCHIVE).write_bytes(b"something else")
    with pytest.raises(patternfly.NotToBeHad, match="is not the file we pinned"):
        patternfly.package()
    assert not kept.exists()
