"""An older Keycloak as docs/install.md lays one, and the newer one brought into its place by docs/upgrade.md."""

import os
import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from provisioner.local.distribution import fetch, fetch_archive
from provisioner.local.java import find_java
from provisioner.local.prepared import install_common_passwords, theme_for
from provisioner.local.server import KeycloakServer
from provisioner.outside.keycloak.versions import FLOORS, PINNED, parse
from provisioner.theme.jar import write_theme_jar
from tests.compose.engine import ROOT
from tests.twofold.installation import Installation
from tests.twofold.keycloak import ADMINISTRATOR
from tests.twofold.node import Node

OLDER = ".".join(map(str, FLOORS[parse(PINNED)[:2]]))
"""The oldest safe one of the line that is shipped."""
SETTINGS = "db=postgres\nhealth-enabled=true\nmetrics-enabled=true\ncache=ispn\n"
JAR = "account-desk.jar"
READY, EXCHANGE, BACK, BESIDE = range(4)
"""What the guide tells to type about Keycloak, in order."""


def older(target: Path) -> Path:
    """That server, with our theme, built; gives its tree."""
    target.mkdir(parents=True)
    tree = fetch(target, OLDER).rename(target / "keycloak")
    (tree / "conf" / "keycloak.conf").write_text(SETTINGS)
    write_theme_jar(theme_for(tree), tree / "providers" / JAR)
    (tree / "data").mkdir()
    install_common_passwords(tree)
    told = KeycloakServer(tree, 0, 0, target / "build.log", java=find_java()).environment
    subprocess.run([tree / "bin" / "kc.sh", "build"], env=told, check=True, stdout=subprocess.DEVNULL)
    return tree


@dataclass(frozen=True)
class Upgraded:
    """The machine of one node, on which somebody types what the guide tells."""

    node: Node
    opt: Path
    environment: Mapping[str, str]

    def make_ready(self, archive: Path) -> None:
        """Lay the new server beside the old one, which runs on; an upgrade before this one has left its own."""
        shutil.copy(archive, self.opt)
        (self.opt / "keycloak-before" / "data").mkdir(parents=True)
        self._typed(blocks()[READY])

    def may_run_beside(self) -> str:
        """What Keycloak says of both versions; fails where it says no."""
        return self._typed(blocks()[BESIDE])

    def change_places(self) -> str:
        """Old out, new in; gives what is said of the realms afterwards."""
        return self._exchanged(EXCHANGE)

    def step_back(self) -> str:
        """New out, the one before in; gives what is said of the realms afterwards."""
        return self._exchanged(BACK)

    def _exchanged(self, block: int) -> str:
        exchange, after = blocks()[block].split("systemctl start keycloak\n")
        exchange, stops = re.subn("systemctl stop keycloak", "true", exchange)
        assert stops == 1
        if self.node.runs:
            self.node.stop()
        self._typed(exchange)
        self.node.start()
        return self._typed(after)

    def _typed(self, lines: str) -> str:
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        done = typed(lines, self.opt, {**self.environment, "PATH": path})
        assert not done.returncode, f"{lines}\n{done.stdout[-3000:]}{done.stderr[-3000:]}"
        return done.stdout


def typed(lines: str, opt: Path, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """These lines in a shell of their own, in a folder that stands for all that they name."""
    lines = re.sub(r"/opt\b|/var/lib/account-desk|/var/tmp", str(opt), lines)
    lines = lines.replace("keycloak:keycloak", f"{os.geteuid()}:{os.getegid()}")
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", lines], cwd=opt, env=environment,
        capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def machines(site: Installation) -> list[Upgraded]:
    """The two machines, the new server made ready on both."""
    archive = fetch_archive(site.folder)
    nodes = site.nodes["keycloak"]
    told = as_operator(site)
    made = [Upgraded(node, Path(node.command[0]).parents[2], {**told, **node.environment}) for node in nodes]
    for one in made:
        one.make_ready(archive)
    return made


def as_operator(site: Installation) -> dict[str, str]:
    """What is set where somebody types commands of the desk."""
    person = {"USERNAME": ADMINISTRATOR.username, "PASSWORD": ADMINISTRATOR.password}
    return {**site.surroundings, **{f"PROVISIONER_REALM_ADMIN_{name}": said for name, said in person.items()}}


def blocks() -> list[str]:
    """These, out of the guide."""
    guide = (ROOT / "docs" / "upgrade.md").read_text(encoding="utf-8")
    told = guide.partition("**Keycloak.**")[2].partition("**Old and new side by side.**")[0]
    return [textwrap.dedent(block) for block in re.findall(r"^ *```\n(.*?)^ *```$", told, re.DOTALL | re.MULTILINE)]
