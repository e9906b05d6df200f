"""The releases of Debian that get a package, and the libraries of each: their wheels, looked up in the lock."""

import platform
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MACHINES = {"x86_64": "amd64", "aarch64": "arm64"}
OLDEST_GLIBC = 5
OLD_NAMES = ("manylinux2014", "manylinux2010", "manylinux1")


@dataclass(frozen=True)
class Release:
    """A release of Debian: what its package is called by, its Python and the C library that wheels are built for."""

    name: str
    suite: str
    python: str
    glibc: int

    @property
    def next_python(self) -> str:
        """The first Python that this package is not for."""
        major, minor = self.python.split(".")
        return f"{major}.{int(minor) + 1}"


RELEASES = (Release("deb12", "bookworm", "3.11", 36), Release("deb13", "trixie", "3.13", 41))


def architecture() -> str:
    """This machine's name in Debian; packages are built for it alone."""
    return MACHINES[platform.machine()]


def wheels(release: Release, into: Path) -> Path:
    """Bring every library of the lock, as a wheel for this release, and our own wheel into a folder."""
    into.mkdir(parents=True, exist_ok=True)
    lock = ["--require-hashes", "--requirement", str(ROOT / "requirements.txt")]
    _pip("download", "--dest", str(into), "--no-deps", *lock, *_target(release))
    words = ["--wheel", "--no-isolation", "--outdir", str(into), str(ROOT)]
    run([sys.executable, "-m", "build", *words])
    return into


def install(release: Release, from_wheels: Path, into: Path) -> None:
    """Put what lies in a folder of wheels into a folder of libraries, asking nobody else."""
    files = map(str, sorted(from_wheels.glob("*.whl")))
    _pip("install", "--target", str(into), "--no-index", "--no-deps", "--no-compile", *_target(release), *files)


def run(words: Sequence[str]) -> None:
    """Run a program; what it said is shown where it failed. Raises SystemExit."""
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=ROOT)
    if done.returncode:
        sys.exit(f"{' '.join(words)}\n{done.stdout[-2000:]}{done.stderr[-4000:]}")


def _pip(*words: str) -> None:
    run([sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *words])


def _target(release: Release) -> list[str]:
    machine = platform.machine()
    names = [f"manylinux_2_{minor}" for minor in range(release.glibc, OLDEST_GLIBC - 1, -1)]
    platforms = [f"--platform={name}_{machine}" for name in [*names, *OLD_NAMES]]
    return [f"--python-version={release.python}", "--implementation=cp", "--only-binary=:all:", *platforms]
