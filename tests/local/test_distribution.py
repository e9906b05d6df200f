"""Where the server comes from: checked, never trusted, and never older than the floor."""

import zipfile
from pathlib import Path

import pytest

from provisioner.local.distribution import check_home, identity, unpack, verify, version_of
from provisioner.local.errors import StackError
from provisioner.outside.keycloak.versions import PINNED, refusal


def keycloak_home(folder: Path, version: str) -> Path:
    """As much of a server as its version needs."""
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "kc.sh").touch()
    (folder / "version.txt").write_text(f"Keycloak - Version {version}\n")
    return folder


@pytest.mark.parametrize(
    "version", ["26.4.15", "26.6.6", "26.7.2", PINNED, "26.8.0", "26.10.1", "27.0.0", "26.7.5.redhat-1"]
)
def test_versions_with_the_hole_mended_are_accepted(version: str) -> None:
    assert refusal(version) is None


@pytest.mark.parametrize("version", ["26.4.14", "26.5.9", "26.6.5", "26.7.1", "26.3.0", "25.0.6", "1.0.0"])
def test_versions_with_the_hole_are_refused_with_the_one_to_take(version: str) -> None:
    assert "CVE-2026-18963" in str(refusal(version))


@pytest.mark.parametrize("version", ["", "nightly", "26", "26.7"])
def test_a_version_that_cannot_be_read_is_refused(version: str) -> None:
    assert "cannot tell" in str(refusal(version))


def test_an_old_server_in_keycloak_home_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(StackError) as refused:
        check_home(keycloak_home(tmp_path, "26.5.2"))
    assert "KEYCLOAK_HOME is refused: Keycloak 26.5.2" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_sound_server_in_keycloak_home_is_accepted(tmp_path: Path) -> None:
    assert check_home(keycloak_home(tmp_path, "26.8.2")) == "26.8.2"


def test_the_version_is_read_from_the_libraries_where_the_note_is_missing(tmp_path: Path) -> None:
    libraries = tmp_path / "lib" / "lib" / "main"
    libraries.mkdir(parents=True)
    (libraries / "org.keycloak.keycloak-core-26.6.7.jar").touch()
    assert version_of(tmp_path) == "26.6.7"


def test_a_folder_that_is_no_server_is_named(tmp_path: Path) -> None:
    with pytest.raises(StackError, match="no Keycloak server"):
        check_home(tmp_path)


def test_a_file_other_than_the_pinned_one_is_refused(tmp_path: Path) -> None:
    archive = tmp_path / "keycloak.zip"
    archive.write_bytes(b"something else")
    with pytest.raises(StackError, match="is not the file we pinned"):
        verify(archive, "0" * 128)


def test_scripts_can_be_run_after_unpacking(tmp_path: Path) -> None:
    archive = tmp_path / "keycloak.zip"
    with zipfile.ZipFile(archive, "w") as content:
        content.writestr("keycloak-1/bin/kc.sh", "#!/bin/sh\n")
    assert (unpack(archive, tmp_path / "out") / "bin" / "kc.sh").stat().st_mode & 0o111


def test_another_provider_makes_another_server(tmp_path: Path) -> None:
    home = keycloak_home(tmp_path, PINNED)
    before = identity(home)
    (home / "providers").mkdir()
    (home / "providers" / "more.jar").write_text("x")
    assert identity(home) != before
