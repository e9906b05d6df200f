"""A former release, checked out and installed beside this one, with its own sample desk."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from provisioner.database import Database
from tests.local_stack import environment, free_base

COMMITS = {"0001": "0515afa"}
"""Where each former revision was the newest: the commit of its release."""
ROOT = Path(__file__).parents[2]
START_SECONDS, SETTLE_SECONDS = 300, 120


@dataclass(frozen=True)
class Release:
    """Its checkout with a .venv of its own."""

    tree: Path

    @property
    def python(self) -> Path:
        """Its Python, which knows its `provisioner`."""
        return self.tree / ".venv/bin/python"

    def run(self, data: Path, *words: str) -> None:
        """One of its commands on a data folder."""
        program = self.python.with_name("provisioner")
        subprocess.run([program, *words], cwd=self.tree, env=_surroundings(data, free_base()), check=True)

    def sample_desk(self, data: Path, base: int = 0) -> None:
        """`local up` with its sample applications until the worker has nothing left to do, then `local down`."""
        surroundings, program = _surroundings(data, base or free_base()), self.python.with_name("provisioner")
        with Path(f"{data}.out").open("w") as output:
            process = subprocess.Popen(
                [program, "local", "up"], cwd=self.tree, env=surroundings, stdout=output, stderr=output
            )
        try:
            said = Path(f"{data}.out")
            _wait(lambda: "Ctrl-C" in said.read_text() or process.poll() is not None, START_SECONDS)
            assert process.poll() is None, said.read_text()
            _wait(lambda: settled(data / "desk.sqlite"), SETTLE_SECONDS)
        finally:
            subprocess.run([program, "local", "down"], cwd=self.tree, env=surroundings, check=True)
            process.wait(60)

    def busy_day(self, revision: str, file: Path) -> None:
        """What its sample desk lacks, done by its own use cases."""
        script = Path(__file__).with_name(f"busy_{revision}.py")
        surroundings = os.environ | {"PYTHONPATH": str(self.tree)}
        subprocess.run([self.python, script, file], cwd=self.tree, env=surroundings, check=True)


@contextmanager
def installed(revision: str, folder: Path) -> Iterator[Release]:
    """Check the release out into a folder and install it; git forgets the checkout at the end.

    Raises SystemExit in one line where the history is not here, as in a shallow clone.
    """
    tree, commit = folder / "tree", COMMITS[revision]
    git = ["git", "-C", str(ROOT)]
    if subprocess.run([*git, "cat-file", "-e", commit], capture_output=True, check=False).returncode:
        raise SystemExit(f"commit {commit} is not in this checkout's history: `git fetch --unshallow` brings it")
    subprocess.run([*git, "worktree", "add", "--quiet", "--detach", tree, commit], check=True)
    try:
        subprocess.run(["make", "--silent", "setup", f"PYTHON={sys.base_prefix}/bin/python3"], cwd=tree, check=True)
        yield Release(tree)
    finally:
        subprocess.run([*git, "worktree", "remove", "--force", tree], check=True)


def _surroundings(data: Path, base: int) -> Mapping[str, str]:
    """Without a developer's path to today's program, which would be run in the place of the former one."""
    return {name: value for name, value in environment(data, base).items() if name != "PYTHONPATH"}


def settled(file: Path) -> bool:
    """Whether nothing but looking for a first login is left to do."""
    database = Database(f"sqlite:///{file}")
    with closing(database), database.engine.execution_options(reading=True).connect() as connection:
        waiting = connection.scalar(sa.text("SELECT count(*) FROM task WHERE done_at IS NULL AND kind <> 'watch'"))
    return not waiting


def _wait(done: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, f"not after {seconds} s"
        time.sleep(0.5)
