"""`provisioner` of the Debian package: with its settings and secrets, as its user.

Only root reads the secrets. They are handed on as files in memory that only the desk's user can read, and that go with
the command. One that exchanges a client's key is lent them on the disk, and what it wrote is brought back to root's
place.
"""

import os
import pwd
import shlex
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

PROGRAM = "/usr/lib/account-desk/bin/provisioner"
ACCOUNT = "account-desk"
DEFAULTS = Path("/usr/lib/account-desk/package.env")
SETTINGS = Path("/etc/account-desk")
SECRETS, ON_DISK = SETTINGS / "secrets", SETTINGS / "lent"
IN_MEMORY = "/run"
SAID_TO_ANYBODY = ("--help", "-h", "--version")
EXCHANGES = ["realm", "rotate-key"]
IN_THE_WAY = """\
{folder} is there: a key is being exchanged, or an exchange was cut off. If nothing is at work any more, what differs
there from {secrets} is a key that Keycloak may ask for. `provisioner realm apply` makes the one in {secrets} count
again; then remove {folder}."""


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


def lend(secrets: Path, to: Path, owner: pwd.struct_passwd) -> dict[str, bytes]:
    """Copy every secret that is set into a folder that only this user can read; gives what was lent, by name.

    A key that a former exchange has left beside, under `.NAME.…`, is nobody's secret.
    """
    lent = {file.name: file.read_bytes().strip() for file in secrets.iterdir() if not file.name.startswith(".")}
    lent = {name: content for name, content in lent.items() if content}
    for name, content in lent.items():
        copy = to / name
        copy.write_bytes(content)
        os.chown(copy, owner.pw_uid, owner.pw_gid)
        copy.chmod(0o400)
    os.chown(to, owner.pw_uid, owner.pw_gid)
    return lent


def bring_back(lent: Mapping[str, bytes], folder: Path, secrets: Path) -> Sequence[Path]:
    """Put what the command has written into the place of each secret, whole at any moment and as its owner's.

    A key that the command had to leave beside is brought beside. Gives the files written.

    Raises OSError, Irreplaceable.
    """
    # Only here, because it takes as long to load as a short command takes.
    from provisioner.credentials.file import drafted, put

    kept = []
    for file in sorted(folder.iterdir()):
        beside = file.name.startswith(".")
        name = file.name[1:].rpartition(".")[0] if beside else file.name
        content = _content(file)
        if name not in lent or not content or content == lent[name]:
            continue
        place = secrets / name
        draft = drafted(place, content.decode())
        if not beside:
            put(draft, place)
        kept.append(draft if beside else place)
    return kept


def _content(file: Path) -> bytes:
    """The folder was another user's: what a link leads to, and what is no file, is not read by root."""
    try:
        handle = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return b""
    with os.fdopen(handle, "rb") as opened:
        return opened.read().strip() if stat.S_ISREG(os.fstat(handle).st_mode) else b""


def exchanged(run: Callable[[Path], int], secrets: Path, folder: Path, owner: pwd.struct_passwd) -> int:
    """Run a command that may write a secret; gives its exit code, or 1 where what it wrote could not be brought back.

    The folder lies on the disk: no key that Keycloak asks for goes with a command that is killed, or with the current.
    """
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        print(IN_THE_WAY.format(folder=folder, secrets=secrets), file=sys.stderr)
        return 1
    try:
        lent = lend(secrets, folder, owner)
    except BaseException:
        shutil.rmtree(folder)
        raise
    code = run(folder)
    try:
        kept = bring_back(lent, folder, secrets)
    except Exception as error:
        print(f"What the command wrote could not be brought back ({error}) and is kept in {folder}.", file=sys.stderr)
        return 1
    for file in kept:
        print(f"Kept as {file}.", file=sys.stderr)
    shutil.rmtree(folder)
    return code


def refusal(words: list[str], user: int) -> str:
    """What is said to whoever cannot read the secrets; nothing to root and to who only asks what there is."""
    if not user or set(words) & set(SAID_TO_ANYBODY):
        return ""
    return f"Only root reads the secrets in {SETTINGS}: sudo provisioner {shlex.join(words)}"


def writes_a_secret(words: list[str]) -> bool:
    """Whether the command puts a new key into a file it was lent; the journal's is put there by the operator."""
    return words[:2] == EXCHANGES and not set(words) & set(SAID_TO_ANYBODY)


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

    def run(secrets: Path) -> int:
        told = environment(os.environ, secrets)
        process = subprocess.Popen([PROGRAM, *words], env=told, user=owner.pw_uid, group=owner.pw_gid, extra_groups=[])
        for told_to_end in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(told_to_end, lambda *_: process.terminate())
        return process.wait()

    if writes_a_secret(words):
        return exchanged(run, SECRETS, ON_DISK, owner)
    with tempfile.TemporaryDirectory(prefix=f"{ACCOUNT}-", dir=IN_MEMORY) as folder:
        lend(SECRETS, Path(folder), owner)
        return run(Path(folder))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
