"""The live tests against every safe Keycloak that Maven serves: `python -m tests.ladder`, or `make ladder`.

A version that cannot be had is told as such and is no failure; that none could be had is one. Versions can be named
(`python -m tests.ladder 26.7.4`), and what follows `--` goes to pytest.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from provisioner.local.distribution import fetch
from provisioner.local.errors import StackError
from provisioner.outside.keycloak.versions import refusal

RUNGS = (
    "26.4.15", "26.4.16", "26.6.6", "26.6.7", "26.6.8", "26.7.2", "26.7.3", "26.7.4", "26.7.5",
    "26.8.0", "26.8.1", "26.8.2", "27.0.0",
)  # fmt: skip
"""Known safe ones, the oldest first; add what appears."""
LIVE = ("-m", "live and not drill", "-n", "auto", "--dist", "loadfile", "-q")
SUMMARY = re.compile(r"^=* ?((?:\d+ \w+(?:, )?)+) in [\d.]+s.*$", re.MULTILINE)


@dataclass(frozen=True)
class Rung:
    """What became of one version: what pytest counted, or why it was not tried."""

    version: str
    told: str
    tried: bool
    passed: bool

    def __str__(self) -> str:
        """One line of the report."""
        result = ("passed" if self.passed else "FAILED") if self.tried else "not available"
        return f"{self.version:<10} {result:<14} {self.told}"


def climb(version: str, words: Sequence[str]) -> Rung:
    """Fetch one server and run the tests against it."""
    if problem := refusal(version):
        return Rung(version, problem, tried=True, passed=False)
    with tempfile.TemporaryDirectory(prefix="ladder-") as folder:
        try:
            home = fetch(Path(folder), version)
        except StackError as error:
            return Rung(version, str(error).partition("\n")[0][:100], tried=False, passed=False)
        told = os.environ | {"KEYCLOAK_HOME": str(home)}
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *LIVE, *words], env=told, capture_output=True, text=True, check=False
        )  # fmt: skip
        if done.returncode:
            print(done.stdout[-4000:], done.stderr[-1000:], sep="\n", flush=True)
        counted = SUMMARY.findall(done.stdout)
        return Rung(version, counted[-1] if counted else "nothing counted", tried=True, passed=not done.returncode)


def main(words: Sequence[str]) -> int:
    """Climb and report; exit code 1 where a version failed or none could be had."""
    named = [*words[: words.index("--")]] if "--" in words else [*words]
    more = words[words.index("--") + 1 :] if "--" in words else ()
    rungs = []
    for version in named or RUNGS:
        rungs.append(climb(version, more))
        print(rungs[-1], flush=True)
    tried = [rung for rung in rungs if rung.tried]
    return int(not tried or not all(rung.passed for rung in tried))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
