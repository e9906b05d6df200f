"""An installation's copy of the prepared server: its own data, kept when a newer server comes."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from provisioner.local.prepared import install, install_theme
from provisioner.settings.shipped import folder
from provisioner.theme.composed import NAME, composed
from provisioner.theme.look import read

pytestmark = pytest.mark.patient

LOCKER = """
import sys
from pathlib import Path
from provisioner.local.prepared import only_one
lock, left = Path(sys.argv[1]), Path(sys.argv[2])
with only_one(lock, print):
    print("held", "after the other" if left.exists() else "first")
    sys.stdin.read()
    left.touch()
"""


def prepared(folder: Path, version: str) -> Path:
    """As much of a prepared server as copying needs."""
    tree = folder / f"keycloak-{version}-abc"
    (tree / "data" / "h2").mkdir(parents=True)
    (tree / "data" / "h2" / "db").write_text("fresh")
    (tree / "themes").mkdir()
    (tree / "version.txt").write_text(version)
    return tree


def test_each_installation_has_its_own_data(tmp_path: Path) -> None:
    source = prepared(tmp_path / "cache", "1")
    one, other = install(source, tmp_path / "one"), install(source, tmp_path / "other")
    (one / "data" / "h2" / "db").write_text("customers")
    assert (other / "data" / "h2" / "db").read_text() == "fresh"
    assert (source / "data" / "h2" / "db").read_text() == "fresh"


def test_a_newer_server_takes_over_the_data_and_the_older_one_goes(tmp_path: Path) -> None:
    old = install(prepared(tmp_path / "cache", "1"), tmp_path / "var")
    (old / "data" / "h2" / "db").write_text("customers")
    new = install(prepared(tmp_path / "cache", "2"), tmp_path / "var")
    assert (new / "data" / "h2" / "db").read_text() == "customers"
    assert (new / "version.txt").read_text() == "2"
    assert not old.exists()


def test_an_interrupted_upgrade_is_finished_and_loses_nothing(tmp_path: Path) -> None:
    old = install(prepared(tmp_path / "cache", "1"), tmp_path / "var")
    (old / "data" / "h2" / "db").write_text("customers")
    newer = prepared(tmp_path / "cache", "2")
    (tmp_path / "var" / f"{newer.name}.new" / "data").mkdir(parents=True)
    assert (install(newer, tmp_path / "var") / "data" / "h2" / "db").read_text() == "customers"


def test_a_changed_theme_replaces_the_old_one_whole(tmp_path: Path) -> None:
    tree = install(prepared(tmp_path / "cache", "1"), tmp_path / "var")
    install_theme({"login/old.css": b""}, tree)
    install_theme({"login/new.css": b""}, tree)
    assert [file.name for file in (tree / "themes" / NAME / "login").iterdir()] == ["new.css"]


def test_the_server_gets_the_whole_theme(tmp_path: Path) -> None:
    tree = install(prepared(tmp_path / "cache", "1"), tmp_path / "var")
    install_theme(composed(), tree)
    assert read(tree / "themes" / NAME) == composed()


@pytest.mark.parametrize("kind", ["loginTheme", "emailTheme", "accountTheme"])
def test_the_theme_lies_where_the_realms_look_for_it(kind: str) -> None:
    common = yaml.safe_load((folder("realm-config") / "common.yaml").read_text(encoding="utf-8"))
    assert common["realm"][kind] == NAME


def test_two_runs_never_prepare_at_the_same_time(tmp_path: Path) -> None:
    words = [sys.executable, "-u", "-c", LOCKER, str(tmp_path / "lock"), str(tmp_path / "left")]
    with locker(words) as first:
        assert line(first) == "held first\n"
        with locker(words) as second:
            assert "another run is preparing the same server" in line(second)
            first.communicate()
            assert line(second) == "held after the other\n"


def locker(words: list[str]) -> "subprocess.Popen[str]":
    """A run that prepares until it is told nothing more."""
    return subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def line(run: "subprocess.Popen[str]") -> str:
    """The next thing that it says."""
    assert run.stdout is not None
    return run.stdout.readline()
