"""Bare roots of Debian made by debootstrap, in which a package is installed as an operator does."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from provisioner.packaging.releases import ROOT, Release

WORK = ROOT / ".artefacts" / "package"
MOUNTS = (("proc", "proc"), ("sysfs", "sys"), ("tmpfs", "run"), ("tmpfs", "tmp"))
ENVIRONMENT = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
STANDS_ON = ("python3", "systemd", "ca-certificates", "libstdc++6")
"""What the package comes with from Debian, put into the root once."""


def needed(*programs: str) -> None:
    """Fail with a clear line where a program is missing or somebody else than root asks."""
    path = os.environ["PATH"] + ":/usr/sbin:/sbin"
    missing = [program for program in programs if shutil.which(program, path=path) is None]
    assert not missing, f"{', '.join(missing)} missing: apt-get install {' '.join(missing)}"
    assert os.geteuid() == 0, "only root can make and enter a root of its own"


class Bare:
    """One root: its folder, and what is run in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def command(self, *words: str) -> list[str]:
        """The words that run a program in the root."""
        return ["chroot", str(self.folder), *words]

    def run(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a program in the root, with nothing of this machine's environment."""
        done = subprocess.run(self.command(*words), capture_output=True, text=True, check=False, env=ENVIRONMENT)
        assert not (check and done.returncode), f"{words}\n{done.stdout[-3000:]}{done.stderr[-3000:]}"
        return done

    def apt(self, *words: str) -> str:
        """Run apt-get without questions; gives what it said."""
        done = self.run("apt-get", "-y", "-q", "--no-install-recommends", *words)
        return done.stdout + done.stderr

    def bring(self, file: Path) -> str:
        """Lay a file into the root's /tmp; gives its path there."""
        shutil.copy(file, self.folder / "tmp")
        return f"/tmp/{file.name}"

    def install(self, package: Path) -> str:
        """Install a package file, as the guide says."""
        return self.apt("install", "--reinstall", self.bring(package))

    def files(self, *below: str) -> set[str]:
        """What lies below some folders of the root, by its path in it."""
        found = [path for place in below for path in (self.folder / place).rglob("*")]
        return {str(path.relative_to(self.folder)) for path in found}


@contextmanager
def bare_root(release: Release, name: str) -> Iterator[Bare]:
    """A root of a release with nothing of ours in it, thrown away afterwards; made once, copied each time."""
    folder = WORK / f"{release.name}-{name}"
    _throw_away(folder)
    _call(["cp", "--archive", "--reflink=auto", str(made(release)), str(folder)])
    try:
        for kind, place in MOUNTS:
            _call(["mount", "-t", kind, kind, str(folder / place)])
        yield Bare(folder)
    finally:
        _throw_away(folder)


def made(release: Release) -> Path:
    """The root of a release that others are copied from, made at the first call."""
    done = WORK / release.name
    if not done.is_dir():
        draft = WORK / f"{release.name}-new"
        _throw_away(draft)
        draft.parent.mkdir(parents=True, exist_ok=True)
        _call(["debootstrap", "--variant=minbase", f"--include={','.join(STANDS_ON)}", release.suite, str(draft)])
        # Nothing is started in a root: systemd does not run there.
        (draft / "usr/sbin/policy-rc.d").write_text("#!/bin/sh\nexit 101\n")
        (draft / "usr/sbin/policy-rc.d").chmod(0o755)
        draft.rename(done)
    return done


def _throw_away(folder: Path) -> None:
    for _, place in reversed(MOUNTS):
        subprocess.run(["umount", "--lazy", str(folder / place)], capture_output=True, check=False)
    assert not any(str(folder) in line for line in Path("/proc/mounts").read_text().splitlines()), folder
    shutil.rmtree(folder, ignore_errors=True)


def _call(words: Sequence[str]) -> None:
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert not done.returncode, f"{' '.join(words)}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
