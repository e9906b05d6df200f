"""A service of the package started in a bare root by what its unit says, for there no systemd runs."""

import re
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from provisioner.environment_files import settings_of
from tests.package.roots import Bare

PATIENCE_SECONDS = 30
LENT = "run/credentials"


def words_of(root: Bare, unit: str, key: str) -> list[str]:
    """Every value of a key in a unit and the file that all units share."""
    system = root.folder / "usr/lib/systemd/system"
    text = (system / "account-desk-.service.d/hardened.conf").read_text() + (system / unit).read_text()
    return re.findall(rf"^{key}=(.*)$", text, re.MULTILINE)


@contextmanager
def started(root: Bare, unit: str) -> Iterator[None]:
    """The service runs: with the unit's user, files of settings, environment and lent secrets."""
    (user,) = words_of(root, unit, "User")
    (command,) = words_of(root, unit, "ExecStart")
    lent = _lend(root, unit, user)
    words = ["/usr/sbin/chroot", f"--userspec={user}:{user}", str(root.folder), *command.split()]
    process = subprocess.Popen(words, env=_environment(root, unit, lent), cwd="/")
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


def _lend(root: Bare, unit: str, user: str) -> str:
    folder = root.folder / LENT
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for line in words_of(root, unit, "LoadCredential"):
        name, _, place = line.partition(":")
        shutil.copy(root.folder / place.lstrip("/"), folder / name)
    root.run("chown", "-R", user, f"/{LENT}")
    return f"/{LENT}"


def _environment(root: Bare, unit: str, lent: str) -> dict[str, str]:
    told = {"PATH": "/usr/bin:/bin"} | dict(line.split("=", 1) for line in words_of(root, unit, "Environment"))
    for pattern in words_of(root, unit, "EnvironmentFile"):
        for file in sorted(root.folder.glob(pattern.removeprefix("-").lstrip("/"))):
            told |= settings_of(file)
    return {name: value.replace("%d", lent) for name, value in told.items()}


def asked(address: str, host: str) -> tuple[int, str]:
    """What a service answers once it does."""
    request = urllib.request.Request(address, headers={"Host": host})
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            assert time.monotonic() < end, f"{address} does not answer"
            time.sleep(0.3)
