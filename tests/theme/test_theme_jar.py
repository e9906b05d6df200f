"""The theme as one file for a Keycloak that is already there."""

import json
import zipfile
from pathlib import Path

from click.testing import CliRunner

from provisioner.cli.main import provisioner
from provisioner.theme.composed import composed, sources
from tests.theme.bundles import PLAIN, by_plain_name

LAKESIDE = Path(__file__).parents[1] / "brands" / "lakeside" / "branding.toml"


def packed(target: Path, *words: str) -> Path:
    result = CliRunner().invoke(provisioner, ["theme", "jar", *words, str(target)])
    assert result.exit_code == 0, result.output
    return target


def test_the_file_names_the_theme_and_holds_all_of_it(tmp_path: Path) -> None:
    with zipfile.ZipFile(packed(tmp_path / "theme.jar")) as jar:
        index = json.loads(jar.read("META-INF/keycloak-themes.json"))
        names = set(jar.namelist()) - {"META-INF/keycloak-themes.json"}
        inside = by_plain_name({name: jar.read(name) for name in jar.namelist()})
    assert index == {"themes": [{"name": "account-desk", "types": ["login", "account", "email"]}]}
    theme = composed()
    assert names == {f"theme/account-desk/{place}" for place in theme}
    assert inside["theme/account-desk/login/resources/css/tokens.css"] == PLAIN["login/resources/css/tokens.css"]


def test_the_same_theme_gives_the_same_file(tmp_path: Path) -> None:
    assert packed(tmp_path / "a.jar").read_bytes() == packed(tmp_path / "b.jar").read_bytes()


def test_the_sources_are_not_taken_for_a_theme(tmp_path: Path) -> None:
    words = ["theme", "jar", "--theme", str(sources()), str(tmp_path / "theme.jar")]
    result = CliRunner().invoke(provisioner, words)
    assert result.exit_code == 2
    assert "lacks account/resources/css/fonts/OFL.txt" in result.output
    assert not (tmp_path / "theme.jar").exists()


def test_another_brands_theme_is_packed_from_its_own_folder(tmp_path: Path) -> None:
    words = ["theme", "build", "--branding", str(LAKESIDE), "--out", str(tmp_path / "out")]
    built = CliRunner().invoke(provisioner, words)
    assert built.exit_code == 0, built.output
    theme = tmp_path / "out" / "keycloak-theme"
    with zipfile.ZipFile(packed(tmp_path / "theme.jar", "--theme", str(theme))) as jar:
        assert (
            jar.read("theme/account-desk/login/resources/img/logo.svg") == (LAKESIDE.parent / "logo.svg").read_bytes()
        )
        inside = by_plain_name({name: jar.read(name) for name in jar.namelist()})
    assert b"--brand: #1b5e20" in inside["theme/account-desk/login/resources/css/tokens.css"]
