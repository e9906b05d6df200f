"""A package that is not installed yet is asked what its upgrade would do."""

import subprocess
from pathlib import Path

import pytest

from provisioner.packaging.as_the_desk import HOME, OF, refusal, started, unpacked

CONTROL = "Package: account-desk\nVersion: 1\nArchitecture: all\nMaintainer: M <m@example.com>\nDescription: d\n"
PROGRAM = "import sys\nprint(sys.argv[1:], sys.prefix)\n"


def packed(tmp_path: Path, *, ours: bool = True) -> str:
    """A package with a program in an environment as ours is, which the Python of this machine runs."""
    tree, home = tmp_path / "tree", tmp_path / "tree" / HOME.relative_to("/")
    for folder in (home / "bin", tree / "usr/bin", tree / "DEBIAN"):
        folder.mkdir(parents=True)
    (tree / "DEBIAN/control").write_text(CONTROL)
    (home / "pyvenv.cfg").write_text("home = /usr/bin\n")
    (home / "bin/provisioner").write_text(PROGRAM)
    if ours:
        (home / "bin/python3").symlink_to("../../../bin/python3")
    file = tmp_path / "new.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "--build", str(tree), str(file)], check=True)
    return str(file)


@pytest.fixture
def aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "aside"
    folder.mkdir()
    monkeypatch.setattr("provisioner.packaging.as_the_desk.UNPACKED", str(folder))
    return folder


@pytest.mark.skipif(not Path("/usr/bin/python3").exists(), reason="the machine's own Python lies elsewhere")
def test_its_program_runs_with_its_own_libraries_and_leaves_nothing(tmp_path: Path, aside: Path) -> None:
    with unpacked(packed(tmp_path)) as home:
        words = started(["check", "--upgrade"], home)
        told = subprocess.run(words, capture_output=True, text=True, check=True).stdout
        assert told == f"['check', '--upgrade'] {home}\n"
        assert oct(home.parents[2].stat().st_mode)[-3:] == "755", "the desk's user is let in"
    assert [*aside.iterdir()] == []


def test_another_package_and_none_are_refused_in_one_line(tmp_path: Path, aside: Path) -> None:
    for package in (packed(tmp_path, ours=False), str(tmp_path / "none.deb")):
        with pytest.raises(SystemExit, match="is no package of the desk"), unpacked(package):
            pass
    assert [*aside.iterdir()] == []


def test_it_is_asked_and_changes_nothing() -> None:
    assert refusal([OF, "new.deb", "check", "--upgrade"], 0) == ""
    assert "only asked" in refusal([OF, "new.deb", "migrate"], 0)
    assert "only asked" in refusal([OF], 0)
    assert "sudo provisioner --of new.deb check" in refusal([OF, "new.deb", "check", "--help"], 1000)
