"""`provisioner` of the Debian package: with its settings and secrets, as its user. Needs Python alone.

Only root reads the secrets. They are handed on as files in memory that only the desk's user can read, and that go with
the command.
"""

import os
import pwd
import shlex
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

PROGRAM = "/usr/lib/account-desk/bin/provisioner"
ACCOUNT = "account-desk"
DEFAULTS = Path("/usr/lib/account-desk/package.env")
SETTINGS = Path("/etc/account-desk")
IN_MEMORY = "/run"
SAID_TO_ANYBODY = ("--help", "-h", "--version")


def settings_of(file: Path) -> dict[str, str]:
    """The lines NAME=VALUE of a file as systemd reads them, values in quotation marks or not, without the remarks."""
    found = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        name, equals, value = line.strip().partition("=")
        if equals and not name.startswith(("#", ";")):
            found[name.strip()] = " ".join(shlex.split(value, comments=False))
    return found


def environment(given: Mapping[str, str], secrets: Path) -> dict[str, str]:
    """What the command is started with: the package's settings, the operator's, and where each secret lies."""
    files = [DEFAULTS, *sorted(SETTINGS.glob("*.env"))]
    settings = {name: value for file in files for name, value in settings_of(file).items()}
    named = {f"PROVISIONER_{file.name.upper()}_FILE": str(file) for file in secrets.iterdir()}
    return {**given, **named, **settings}


def lend(secrets: Path, owner: pwd.struct_passwd) -> None:
    """Copy every secret that is set into a folder that only this user can read."""
    for file in (SETTINGS / "secrets").iterdir():
        if content := file.read_bytes().strip():
            lent = secrets / file.name
            lent.write_bytes(content)
            os.chown(lent, owner.pw_uid, owner.pw_gid)
            lent.chmod(0o400)
    os.chown(secrets, owner.pw_uid, owner.pw_gid)


def refusal(words: list[str], user: int) -> str:
    """What is said to whoever cannot read the secrets; nothing to root and to who only asks what there is.

    Nor is a key exchanged: it would be written into the copy that is lent, and go with it while Keycloak asks for it.
    """
    if set(words) & set(SAID_TO_ANYBODY):
        return ""
    if words[:2] == ["realm", "rotate-key"]:
        return f"This package lends copies of {SETTINGS}/secrets, in which no key can be kept: see known-limits.md."
    if not user:
        return ""
    return f"Only root reads the secrets in {SETTINGS}: sudo provisioner {shlex.join(words)}"


def main(words: list[str]) -> int:
    """Run the command and give its exit code."""
    if refused := refusal(words, os.geteuid()):
        print(refused, file=sys.stderr)
        return 1
    if os.geteuid():
        return subprocess.run([PROGRAM, *words], check=False).returncode
    owner = pwd.getpwnam(ACCOUNT)
    # Ctrl-C reaches the command by itself; this process waits for its end and takes the secrets away.
    signal.signal(signal.SIGINT, lambda *_: None)
    os.umask(0o077)
    with tempfile.TemporaryDirectory(prefix=f"{ACCOUNT}-", dir=IN_MEMORY) as folder:
        lend(Path(folder), owner)
        told = environment(os.environ, Path(folder))
        process = subprocess.Popen([PROGRAM, *words], env=told, user=owner.pw_uid, group=owner.pw_gid, extra_groups=[])
        signal.signal(signal.SIGTERM, lambda *_: process.terminate())
        return process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
