"""`provisioner` of the Debian package: with its settings and secrets, as its user.

Only root reads the secrets. They are handed on as files in memory that only the desk's user can read, and that go with
the command. One that exchanges a client's key is lent them on the disk, and what it wrote is brought back to root's
place. `--of FILE.deb` asks the program of a package that is not installed, under the same settings.
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
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from provisioner.environment_files import settings_of

HOME = Path("/usr/lib/account-desk")
ACCOUNT = "account-desk"
SETTINGS = Path("/etc/account-desk")
SECRETS, ON_DISK = SETTINGS / "secrets", SETTINGS / "lent"
IN_MEMORY, UNPACKED = "/run", "/var/tmp"  # noqa: S108 - a folder of its own is made there, /tmp may be memory
OF = "--of"
SAID_TO_ANYBODY = ("--help", "-h", "--version")
EXCHANGES = ["realm", "rotate-key"]
OWNERS, AS_OWNER = "owner_database_url", (["migrate"], ["restore"])
"""The secret that these commands alone are lent: the services run as the same user."""
IN_THE_WAY = """\
{folder} is there: a key is being exchanged, or an exchange was cut off. If nothing is at work any more, what differs
there from {secrets} is a key that Keycloak may ask for. `provisioner realm apply` makes the one in {secrets} count
again; then remove {folder}."""


def environment(given: Mapping[str, str], secrets: Path, home: Path) -> dict[str, str]:
    """What the command is started with: the package's settings, the operator's, and where each secret lies."""
    files = [home / "package.env", *sorted(SETTINGS.glob("*.env"))]
    settings = {name: value for file in files for name, value in settings_of(file).items()}
    named = {f"PROVISIONER_{file.name.upper()}_FILE": str(file) for file in secrets.iterdir()}
    return {**given, **named, **settings}


def lend(secrets: Path, to: Path, owner: pwd.struct_passwd, as_owner: bool = False) -> dict[str, bytes]:
    """Copy every secret that is set into a folder that only this user can read; gives what was lent, by name.

    A key that a former exchange has left beside, under `.NAME.…`, is nobody's secret.
    """
    lent = {file.name: file.read_bytes().strip() for file in secrets.iterdir() if not file.name.startswith(".")}
    lent = {name: content for name, content in lent.items() if content and (as_owner or name != OWNERS)}
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
    """What is said to whoever cannot read the secrets or wants more than answers of a package that is not installed."""
    if words[:1] == [OF] and words[2:3] != ["check"]:
        return f"A package that is not installed is only asked: provisioner {OF} FILE.deb check --upgrade"
    if not user or (set(words) & set(SAID_TO_ANYBODY) and words[:1] != [OF]):
        return ""
    return f"Only root reads the secrets in {SETTINGS}: sudo provisioner {shlex.join(words)}"


def writes_a_secret(words: list[str]) -> bool:
    """Whether the command puts a new key into a file it was lent; the journal's is put there by the operator."""
    return words[:2] == EXCHANGES and not set(words) & set(SAID_TO_ANYBODY)


def started(words: Sequence[str], home: Path = HOME) -> list[str]:
    """How the program that lies there is started with its own Python."""
    return [str(home / "bin/python3"), "-I", str(home / "bin/provisioner"), *words]


@contextmanager
def unpacked(package: str) -> Iterator[Path]:
    """Where the program of a package lies meanwhile, for the desk's user to run it there. Raises SystemExit."""
    with tempfile.TemporaryDirectory(prefix=f"{ACCOUNT}-", dir=UNPACKED) as folder:
        done = subprocess.run(["dpkg-deb", "--extract", package, folder], check=False)
        python = Path(folder) / HOME.relative_to("/") / "bin/python3"
        if done.returncode or not python.is_symlink():
            sys.exit(f"{package} is no package of the desk")
        Path(folder).chmod(0o755)
        # It leads to the /usr/bin beside it.
        named = python.readlink()
        (python.parent / named).symlink_to(f"/usr/bin/{named.name}")
        yield python.parents[1]


def as_the_desk(words: list[str], home: Path = HOME) -> int:
    """Run the command with settings and secrets as the desk's user, and give its exit code."""
    owner = pwd.getpwnam(ACCOUNT)
    # Ctrl-C reaches the command by itself; this process waits for its end and takes the secrets away.
    signal.signal(signal.SIGINT, lambda *_: None)
    os.umask(0o077)

    def run(secrets: Path) -> int:
        process = subprocess.Popen(
            started(words, home), env=environment(os.environ, secrets, home),
            user=owner.pw_uid, group=owner.pw_gid, extra_groups=[],
        )  # fmt: skip
        for told_to_end in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(told_to_end, lambda *_: process.terminate())
        return process.wait()

    if writes_a_secret(words):
        return exchanged(run, SECRETS, ON_DISK, owner)
    with tempfile.TemporaryDirectory(prefix=f"{ACCOUNT}-", dir=IN_MEMORY) as folder:
        lend(SECRETS, Path(folder), owner, words[:1] in AS_OWNER)
        return run(Path(folder))


def main(words: list[str]) -> int:
    """Run the command and give its exit code."""
    if refused := refusal(words, os.geteuid()):
        print(refused, file=sys.stderr)
        return 1
    if words[:1] == [OF]:
        with unpacked(words[1]) as home:
            return as_the_desk(words[2:], home)
    if os.geteuid():
        return subprocess.run(started(words), check=False).returncode
    return as_the_desk(words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
