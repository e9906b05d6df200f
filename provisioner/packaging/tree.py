"""The tree of files that the package lays on a machine."""

import gzip
import shutil
from pathlib import Path

from provisioner.packaging import releases
from provisioner.packaging.releases import ROOT, Release
from provisioner.packaging.sample import sample

HERE = Path(__file__).parent
HOME = Path("usr/lib/account-desk")
DOC = Path("usr/share/doc/account-desk")
MANUAL = Path("usr/share/man/man1/provisioner.1")
SETTINGS = Path("etc/account-desk")
REALMS = SETTINGS / "realm-config"
WATCHING = ("alerts.yml", "board.json")


def lay(release: Release, from_wheels: Path, tree: Path) -> None:
    """Lay everything but what dpkg itself reads (`deb.py`) into an empty folder."""
    shutil.copytree(HERE / "files", tree)
    _environment(release, from_wheels, tree / HOME)
    (tree / SETTINGS).mkdir(parents=True)
    _realms_as_settings(release, tree)
    (tree / SETTINGS / "desk.env").write_text(sample(), encoding="utf-8")
    pages(tree / DOC)
    compressed(tree / f"{MANUAL}.gz", (tree / MANUAL).read_bytes())
    (tree / MANUAL).unlink()
    _modes(tree)


def pages(doc: Path) -> None:
    """Lay the guides, the changes and what a watching system is given into the package's folder of documents."""
    for page in (*sorted((ROOT / "docs").glob("*.md")), ROOT / "CHANGELOG.md"):
        compressed(doc / f"{page.name}.gz", page.read_bytes())
    for name in WATCHING:
        shutil.copy(ROOT / "provisioner/watching" / name, doc / "examples")


def compressed(file: Path, content: bytes) -> None:
    """Write a file packed as Debian wants its documents, the same bytes each time."""
    file.write_bytes(gzip.compress(content, 9, mtime=0))


def _environment(release: Release, from_wheels: Path, home: Path) -> None:
    """A virtual environment of the release's own Python: it needs no more than these three."""
    libraries = home / "lib" / f"python{release.python}" / "site-packages"
    releases.install(release, from_wheels, libraries)
    shutil.rmtree(libraries / "bin", ignore_errors=True)
    (home / "bin" / "python3").symlink_to(f"../../../bin/python{release.python}")
    (home / "pyvenv.cfg").write_text(f"home = /usr/bin\nversion = {release.python}\n", encoding="utf-8")
    shutil.copy(HERE / "as_the_desk.py", home)


def _realms_as_settings(release: Release, tree: Path) -> None:
    """Brand and realms are the utility's own: they lie with the settings, and the program finds them there."""
    shipped = tree / HOME / f"lib/python{release.python}/site-packages/provisioner/_shipped/realm-config"
    shutil.move(shipped, tree / REALMS)
    shipped.symlink_to(f"/{REALMS}")


def _modes(tree: Path) -> None:
    for path in tree.rglob("*"):
        if not path.is_symlink():
            program = path.is_dir() or (path.parent.name == "bin" and path.is_file())
            path.chmod(0o755 if program else 0o644)
