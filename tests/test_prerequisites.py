"""What `make test` needs is installed as far as it can be had, and the rest is told."""

import os
from pathlib import Path

import pytest

from tests import prerequisites

APT = """#!/bin/sh
case "$*" in *" update") exit;; *chromium-headless-shell*) exit 100;; esac
for one; do :; done
echo "$one" >> {installed}
"""


def test_a_package_that_the_release_does_not_know_keeps_no_other_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed, apt = tmp_path / "installed", tmp_path / "apt-get"
    apt.write_text(APT.format(installed=installed))
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    prerequisites.install(["chromium", "nginx", "npm"])
    assert installed.read_text().split() == ["nginx", "npm"]
