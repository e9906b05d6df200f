"""A bare root brought up by its own systemd, in namespaces of its own: the units run as they will on a machine."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.package.roots import Bare

BOOT_SECONDS = 60
UNIFIED = (Path("/sys/fs/cgroup/unified"), Path("/sys/fs/cgroup"))
"""Where this machine has the newer kind of control groups."""
SERVICES = ("_TRANSPORT=journal", "_TRANSPORT=stdout", "_TRANSPORT=syslog")
"""What is worth reading: the kernel writes of this machine's own networks."""
BOOT = """
mount --make-rprivate /
mount --bind "$1" "$1"
mount -t proc proc "$1/proc"
mount -t sysfs sysfs "$1/sys"
mount -t cgroup2 cgroup2 "$1/sys/fs/cgroup"
mount -t tmpfs tmpfs "$1/run"
ip link set lo up
cd "$1"
pivot_root . mnt
cd /
umount --lazy /mnt
mount --make-rshared /
exec env -i container=lxc PATH=/usr/sbin:/usr/bin:/sbin:/bin /usr/lib/systemd/systemd --log-target=journal
"""
"""The root becomes that of its namespace: in a root merely changed into no unit gets namespaces of its own.
Its mounts are shared, as a systemd that is a guest expects: what it lends a service is mounted by a child of it."""


class Booted(Bare):
    """A root with a systemd in it; what is run, is run beside its services."""

    def __init__(self, folder: Path, first: int) -> None:
        super().__init__(folder)
        self._enter = ["nsenter", f"--target={first}", "--mount", "--pid", "--ipc", "--uts", "--net", "--cgroup"]

    def command(self, *words: str) -> list[str]:
        """The words that run a program in the root, where its systemd is."""
        return [*self._enter, *words]

    def run(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a program beside the services; where it fails, what these wrote goes with it."""
        done = super().run(*words, check=False)
        if check and done.returncode:
            raise AssertionError(f"{words}\n{done.stdout[-3000:]}{done.stderr[-3000:]}\n{self.written()}")
        return done

    def written(self) -> str:
        """What the services wrote last."""
        journal = super().run("journalctl", "--no-pager", "--lines=80", *SERVICES, check=False).stdout
        return f"the journal:\n{journal}"

    def is_up(self) -> bool:
        """Whether all that starts at boot has been started or has failed."""
        return self.run("systemctl", "is-system-running", check=False).stdout.strip() in ("running", "degraded")


@contextmanager
def booted(root: Bare) -> Iterator[Booted]:
    """The root's own systemd runs, without a network but its loopback."""
    group = next(place for place in UNIFIED if (place / "cgroup.procs").exists()) / f"{root.folder.name}-{os.getpid()}"
    group.mkdir()
    own = ["--mount", "--pid", "--ipc", "--uts", "--net", "--cgroup", "--fork", "--kill-child"]
    boot = f'echo $$ > "{group}/cgroup.procs"; exec unshare {" ".join(own)} sh -euc \'{BOOT}\' boot "$1"'
    with (root.folder.parent / f"{root.folder.name}.log").open("wb") as log:
        process = subprocess.Popen(["sh", "-euc", boot, "boot", str(root.folder)], stdout=log, stderr=log)
        try:
            running = Booted(root.folder, _first(process.pid))
            end = time.monotonic() + BOOT_SECONDS
            while not running.is_up():
                assert time.monotonic() < end, f"systemd is not up: {log.name}"
                time.sleep(0.5)
            yield running
        finally:
            process.kill()
            process.wait()
            _empty(group)


def _first(outer: int) -> int:
    """The root's first process as this machine numbers it, once there is one."""
    end = time.monotonic() + BOOT_SECONDS
    while True:
        found = Path(f"/proc/{outer}/task/{outer}/children").read_text().split()
        if found:
            return int(found[0])
        assert time.monotonic() < end, "no process of the root"
        time.sleep(0.1)


def _empty(group: Path) -> None:
    """Take the control groups away once their last process is gone."""
    end = time.monotonic() + BOOT_SECONDS
    while group.exists():
        for place in sorted((group, *(one for one in group.rglob("*") if one.is_dir())), reverse=True):
            with suppress(OSError):  # A process that was ended may be in it for a moment longer.
                place.rmdir()
        assert time.monotonic() < end, f"processes are left in {group}"
        time.sleep(0.1)
