"""What `make test` needs beside Python: Java and Maven, Chromium, ClamAV, Dovecot, nginx, npm, PostgreSQL, systemd,
unzip.

On Debian as root all but the first two are installed; elsewhere this says what to install and ends with exit code 1.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from provisioner.local.errors import StackError
from provisioner.local.java import find_java

DEBIAN_PACKAGES = {
    "chromium": "chromium-headless-shell", "clamd": "clamav-daemon", "dovecot": "dovecot-imapd",
    "nginx": "nginx", "npm": "npm", "postgresql": "postgresql", "systemd-analyze": "systemd",
    "unzip": "unzip",
}  # fmt: skip
ONE_AT_A_TIME = ("-o", "DPkg::Lock::Timeout=300")
"""Seconds to wait for another apt, such as the machine's own upgrades by night."""


def missing() -> list[str]:
    """Names out of `DEBIAN_PACKAGES` that are not on this machine."""
    found = {
        "chromium": find_chromium() is not None,
        "clamd": find_clamd() is not None,
        "dovecot": find_dovecot() is not None,
        "nginx": find_nginx() is not None,
        "npm": bool(shutil.which("npm")),
        "postgresql": bool(shutil.which("initdb") or list(Path("/usr/lib/postgresql").glob("*/bin/initdb"))),
        "systemd-analyze": bool(shutil.which("systemd-analyze")),
        "unzip": bool(shutil.which("unzip")),
    }
    return [name for name, there in found.items() if not there]


def find_chromium() -> str | None:
    """The browser: its shell without a window where there is one, which takes half the time of the whole program."""
    found = (shutil.which(name) for name in ("chromium-headless-shell", "chromium", "google-chrome"))
    return os.environ.get("CHROMIUM") or next(filter(None, found), None)


def find_clamd() -> str | None:
    """The virus scanner's daemon, which Debian keeps where only root looks."""
    return _of_root("clamd")


def find_dovecot() -> str | None:
    """The IMAP server's program, kept there too."""
    return _of_root("dovecot")


def find_nginx() -> str | None:
    """The web server's program."""
    return _of_root("nginx")


def _of_root(name: str) -> str | None:
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")


def java_and_maven() -> list[str]:
    """One line for each of the two that is missing."""
    problems = []
    try:
        find_java()
    except StackError as error:
        problems.append(str(error))
    if not shutil.which("mvn") and not os.environ.get("KEYCLOAK_HOME"):
        problems.append("Maven is missing (no mvn on PATH): install Maven, or set KEYCLOAK_HOME to a Keycloak server")
    return problems


def install(names: list[str]) -> None:
    """Install Debian packages without asking, each by itself: one that this release does not know would keep away
    all. What cannot be had is missing afterwards too, and told then.
    """
    packages = [DEBIAN_PACKAGES[name] for name in names]
    print(f"Installing {', '.join(packages)} …", flush=True)
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], *(["install", "-y", "--no-install-recommends", package] for package in packages)):
        subprocess.run(["apt-get", "-qq", *ONE_AT_A_TIME, *words], env=quiet, stdout=subprocess.DEVNULL, check=False)


def main() -> int:
    """Make the machine ready, or say why it is not; gives the exit code."""
    problems = java_and_maven()
    names = missing()
    if names and os.geteuid() == 0 and Path("/etc/debian_version").is_file() and shutil.which("apt-get"):
        install(names)
        names = missing()
    problems += [
        f"{name} is missing: install it (on Debian: apt-get install {DEBIAN_PACKAGES[name]})" for name in names
    ]
    for line in problems:
        print(line, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
