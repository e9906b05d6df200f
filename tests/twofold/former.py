"""The version before today's schema, its programs run with today's libraries."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.former.release import checked_out
from tests.twofold.installation import Program

COMMIT = "c9c09cf0"
"""The newest commit whose schema is not today's. It moves on with each release."""
PROGRAM = "import sys; sys.argv[0] = 'provisioner'; from provisioner.cli.main import provisioner; provisioner()"
"""With `-P`: the folder one stands in is today's version."""


@dataclass(frozen=True)
class Former:
    """Its programs, and the schema that they know."""

    program: Program
    revision: str


@contextmanager
def former(folder: Path) -> Iterator[Former]:
    """Check it out and make what git does not keep; gone at the end."""
    tree = folder / "former"
    with checked_out(COMMIT, tree):
        subprocess.run([sys.executable, "hatch_build.py"], cwd=tree, check=True, stdout=subprocess.DEVNULL)
        program = Program((sys.executable, "-P", "-c", PROGRAM), {"PYTHONPATH": str(tree)})
        versions = (tree / "provisioner" / "migrations" / "versions").glob("[0-9]*.py")
        yield Former(program, max(file.name for file in versions).partition("_")[0])
