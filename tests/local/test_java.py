"""Which Java runs Keycloak, and what a person reads when there is none."""

from pathlib import Path

import pytest

from provisioner.local.errors import StackError
from provisioner.local.java import find_java


def fake_java(folder: Path, version: str) -> Path:
    """A program that answers `java -version` as that version does."""
    program = folder / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\" 2026-01-20' >&2\n")
    program.chmod(0o755)
    return program


def test_java_home_wins_over_the_path(tmp_path: Path) -> None:
    chosen = fake_java(tmp_path / "home", "25.0.3")
    other = fake_java(tmp_path / "path", "17.0.15")
    found = find_java({"JAVA_HOME": str(tmp_path / "home"), "PATH": str(other.parent)})
    assert (found.program, found.major, found.has_aot_cache) == (chosen, 25, True)


def test_the_java_on_the_path_is_taken_without_java_home(tmp_path: Path) -> None:
    program = fake_java(tmp_path, "17.0.15")
    found = find_java({"PATH": str(program.parent)})
    assert (found.program, found.major, found.has_aot_cache) == (program, 17, False)


def test_no_java_at_all_is_one_line_that_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(StackError, match=r"^Java is missing \(no java on PATH\): install Java 17 or newer$"):
        find_java({"PATH": str(tmp_path)})


def test_a_java_home_without_java_is_named(tmp_path: Path) -> None:
    with pytest.raises(StackError, match=r"JAVA_HOME is .*, which holds no bin/java"):
        find_java({"JAVA_HOME": str(tmp_path)})


@pytest.mark.parametrize(("version", "major"), [("11.0.20", "11"), ("1.8.0_372", "8")])
def test_an_old_java_is_refused_with_the_version_needed(tmp_path: Path, version: str, major: str) -> None:
    program = fake_java(tmp_path, version)
    with pytest.raises(StackError, match=rf"^Java {major} is too old .*: Keycloak needs Java 17 or newer$"):
        find_java({"PATH": str(program.parent)})


def test_a_java_that_does_not_start_is_named(tmp_path: Path) -> None:
    program = fake_java(tmp_path, "17")
    program.write_text("#!/bin/sh\nexit 3\n")
    with pytest.raises(StackError, match="Java does not start"):
        find_java({"PATH": str(program.parent)})
