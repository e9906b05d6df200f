"""What the guide tells to type about another Keycloak, typed in part, in another shell and twice, without one."""

import os
import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.twofold.older import BACK, BESIDE, EXCHANGE, READY, blocks, typed

STAND_INS = {"provisioner": 'case "$1" in theme) echo jar > "$3";; esac', "systemctl": 'echo "$1" >> "$ASKED"'}


@pytest.fixture
def opt(tmp_path: Path) -> Path:
    """A machine with version 10.0.8 that ran once and was upgraded before; archives of two later ones lie there."""
    for name, program in STAND_INS.items():
        command(tmp_path / "commands" / name, program)
    opt = tmp_path / "opt"
    for name, version in (("keycloak", "10.0.8"), ("keycloak-before", "9.9.1")):
        server(opt / name, version)
    (opt / "keycloak/data/tmp").mkdir(parents=True)
    (opt / "keycloak/conf/keycloak.conf").write_text("ours")
    (opt / "keycloak/data/kept").write_text("kept")
    for version in ("10.0.9", "10.0.10"):
        tree = tmp_path / "made" / f"keycloak-{version}"
        server(tree, version)
        with zipfile.ZipFile(opt / f"keycloak-quarkus-dist-{version}.zip", "w") as archive:
            for path in tree.rglob("*"):
                archive.write(path, path.relative_to(tree.parent))
    return opt


def server(tree: Path, version: str) -> None:
    """What the guide knows of a server."""
    for folder in ("conf/truststores", "providers"):
        (tree / folder).mkdir(parents=True)
    (tree / "version.txt").write_text(f"Keycloak - Version {version}\n")
    command(tree / "bin/kc.sh", ":")


def command(path: Path, program: str) -> None:
    """A program of one line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{program}\n")
    path.chmod(0o755)


def types(opt: Path, block: int) -> subprocess.CompletedProcess[str]:
    """In a new shell."""
    path = f"{opt.parent / 'commands'}:{os.environ['PATH']}"
    return typed(blocks()[block], opt, {"PATH": path, "ASKED": str(opt / "asked")})


def versions(opt: Path) -> dict[str, str]:
    """The servers that are there."""
    return {path.parent.name: path.read_text().split()[-1] for path in opt.glob("*/version.txt")}


def test_each_block_stands_by_itself_and_takes_the_latest_version(opt: Path) -> None:
    for block in (READY, BESIDE, EXCHANGE):
        done = types(opt, block)
        assert not done.returncode, done.stderr
    assert versions(opt) == {"keycloak": "10.0.10", "keycloak-before": "10.0.8"}
    assert (opt / "keycloak/data/kept").read_text() == "kept"
    assert not (opt / "keycloak/data/tmp").exists()
    assert (opt / "keycloak/conf/keycloak.conf").read_text() == "ours"
    assert (opt / "keycloak/providers/account-desk.jar").exists()
    assert (opt / "asked").read_text().split() == ["stop", "start"]


def test_typed_twice_nothing_is_lost(opt: Path) -> None:
    for block in (READY, READY, EXCHANGE, EXCHANGE):
        types(opt, block)
    assert versions(opt) == {"keycloak": "10.0.10", "keycloak-before": "10.0.8"}


def test_with_nothing_made_ready_the_old_server_runs_on(opt: Path) -> None:
    types(opt, EXCHANGE)
    assert versions(opt) == {"keycloak": "10.0.8", "keycloak-before": "9.9.1"}
    assert not (opt / "asked").exists() or "stop" not in (opt / "asked").read_text()


def test_a_server_that_cannot_be_taken_along_leaves_the_old_one_in_its_place(opt: Path) -> None:
    types(opt, READY)
    command(opt.parent / "commands/cp", "exit 1")
    types(opt, EXCHANGE)
    assert versions(opt) == {"keycloak": "10.0.8", "keycloak-before": "9.9.1", "keycloak-10.0.10": "10.0.10"}
    assert (opt / "asked").read_text().split() == ["stop", "start"]


def test_one_step_back_the_server_before_is_in_its_place_with_what_came_to_the_later_one(opt: Path) -> None:
    for block in (READY, EXCHANGE):
        types(opt, block)
    (opt / "keycloak/data/kept").write_text("newer")
    assert not types(opt, BACK).returncode
    assert versions(opt) == {"keycloak": "10.0.8", "keycloak-after": "10.0.10"}
    assert (opt / "keycloak/data/kept").read_text() == "newer"
    assert (opt / "asked").read_text().split() == ["stop", "start"] * 2


def test_back_and_up_again_and_back_again(opt: Path) -> None:
    for block in (READY, EXCHANGE, BACK) * 2:
        assert not types(opt, block).returncode
    assert versions(opt) == {"keycloak": "10.0.8", "keycloak-after": "10.0.10"}


def test_stepped_back_twice_nothing_is_lost(opt: Path) -> None:
    for block in (READY, EXCHANGE, BACK, BACK):
        done = types(opt, block)
    assert done.returncode == 0
    assert versions(opt) == {"keycloak": "10.0.8", "keycloak-after": "10.0.10"}
    assert (opt / "asked").read_text().split() == ["stop", "start"] * 2 + ["start"]


def test_to_another_line_nobody_steps_back_and_it_is_said_why(opt: Path) -> None:
    assert "> Keycloak - Version 9.9" in types(opt, BACK).stdout
    assert versions(opt) == {"keycloak": "10.0.8", "keycloak-before": "9.9.1"}
    assert "stop" not in (opt / "asked").read_text()
