"""The wheel carries everything: installed into an empty environment elsewhere, the product works."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from provisioner.theme.composed import composed
from provisioner.theme.jar import write_theme_jar
from tests.local.checkout import ROOT, generated, kept

pytestmark = pytest.mark.sweep

SHOW = """
import json, provisioner
from importlib.resources import files
from provisioner.settings.shipped import folder
package = files("provisioner")
print(json.dumps({
    "package": str(package),
    "theme": str(folder("keycloak-theme")),
    "realms": str(folder("realm-config")),
}))
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the built wheel and the libraries of this one, but not this checkout; its programs."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder / "dist", ROOT)
    wheel = next((folder / "dist").glob("*.whl"))
    run(sys.executable, "-m", "venv", "--without-pip", folder / "venv")
    python = folder / "venv" / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-index", "--no-deps", wheel)
    packages = next((folder / "venv" / "lib").glob("python*/site-packages"))
    # A path file is read for paths only: our own editable install beside the libraries stays unseen.
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "venv" / "bin"


def run(*words: str | Path, cwd: Path | None = None, **more: str) -> str:
    """Run a program away from the checkout; its output."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PROVISIONER_", "PYTHON"))}
    environment |= more
    done = subprocess.run(words, cwd=cwd or Path("/"), env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def inside(installed: Path) -> Path:
    return next(installed.parent.glob("lib/python*/site-packages/provisioner"))


def test_it_runs_from_the_environment_and_not_from_the_checkout(installed: Path) -> None:
    shown = run(installed / "python", "-c", SHOW)
    assert str(ROOT) not in shown
    assert shown.count(str(inside(installed))) == 3


def test_it_carries_the_package_what_the_build_makes_theme_realms_and_nothing_left_over(installed: Path) -> None:
    beside = {f"provisioner/_shipped/{file}" for name in ("keycloak-theme", "realm-config") for file in kept(name)}
    made = set(generated("provisioner"))
    assert beside
    assert made
    carried = {
        file.relative_to(inside(installed).parent).as_posix()
        for file in inside(installed).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    # What builds Debian's packages has no place in what they carry.
    ours = {file for file in kept("provisioner") if not file.startswith("provisioner/packaging/")}
    assert carried == {*ours, *made, *beside}


def test_it_packs_the_theme_that_the_checkout_packs(installed: Path, tmp_path: Path) -> None:
    run(installed / "provisioner", "theme", "jar", tmp_path / "theme.jar", cwd=tmp_path)
    write_theme_jar(composed(), tmp_path / "ours.jar")
    assert (tmp_path / "theme.jar").read_bytes() == (tmp_path / "ours.jar").read_bytes()


def test_it_makes_its_database(installed: Path, tmp_path: Path) -> None:
    assert "Schema at" in run(installed / "provisioner", "migrate", cwd=tmp_path)
    assert (tmp_path / "var" / "desk.sqlite").is_file()
    assert "Edition loaded" in run(
        installed / "provisioner", "form", "load", cwd=tmp_path, PROVISIONER_JOURNAL_KEY="k" * 40
    )


def test_it_counts_working_days(installed: Path, tmp_path: Path) -> None:
    # From Wednesday 23 December 2026: free on the 24th to 27th and on 1, 2, 3 and 6 January.
    assert "2027-01-07" in run(installed / "provisioner", "deadline", "2026-12-23", "--json", cwd=tmp_path)
