"""Where the Keycloak server comes from: Maven with a pinned checksum, or a server already here (`KEYCLOAK_HOME`)."""

import hashlib
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

from provisioner.local.errors import StackError
from provisioner.outside.keycloak.versions import PINNED, PINNED_SHA512, refusal

ARTIFACT = "org.keycloak:keycloak-quarkus-dist:{version}:zip"
COPY_GOAL = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"
FETCH_SECONDS = 600


def fetch(into: Path, version: str = PINNED) -> Path:
    """Bring a distribution into a folder by Maven and unpack it there.

    Raises StackError as `fetch_archive` does.
    """
    archive = fetch_archive(into, version)
    tree = unpack(archive, into)
    archive.unlink()
    return tree


def fetch_archive(into: Path, version: str = PINNED) -> Path:
    """Bring the archive of a distribution into a folder by Maven.

    Raises StackError without Maven, when the download fails, or when the pinned one is not the file we pinned.
    """
    artifact = ARTIFACT.format(version=version)
    # The pinned one is compared below, whatever a mirror says of itself.
    strict = () if version == PINNED else ("--strict-checksums",)
    maven = shutil.which("mvn")
    if maven is None:
        raise StackError("Maven is missing (no mvn on PATH): install Maven, or set KEYCLOAK_HOME to a Keycloak server")
    try:
        subprocess.run(
            [maven, "-q", "-B", *strict, COPY_GOAL, f"-Dartifact={artifact}", f"-DoutputDirectory={into}"],
            cwd=into,
            capture_output=True,
            text=True,
            check=True,
            timeout=FETCH_SECONDS,
        )
    except subprocess.CalledProcessError as error:
        told = [line for line in (error.stdout + error.stderr).splitlines() if "ERROR" in line]
        raise StackError(f"Maven could not fetch {artifact}: {told[0] if told else error}") from error
    except subprocess.TimeoutExpired as error:
        raise StackError(f"Maven could not fetch {artifact} within {FETCH_SECONDS} s") from error
    archive = next(into.glob("keycloak-quarkus-dist-*.zip"))
    if version == PINNED:
        verify(archive, PINNED_SHA512)
    return archive


def verify(archive: Path, expected: str) -> None:
    """Compare a file's SHA-512 with the pinned one.

    Raises StackError when they differ.
    """
    with archive.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha512").hexdigest()
    if found != expected:
        raise StackError(f"{archive.name} is not the file we pinned: SHA-512 {found[:16]}…, expected {expected[:16]}…")


def unpack(archive: Path, into: Path) -> Path:
    """Unpack a distribution, keeping the scripts executable; gives the server's own folder."""
    with zipfile.ZipFile(archive) as content:
        for member in content.infolist():
            target = content.extract(member, into)
            if member.filename.endswith(".sh"):
                Path(target).chmod(0o755)
        top = content.namelist()[0].split("/")[0]
    return into / top


def version_of(home: Path) -> str:
    """Which Keycloak lies in a folder, from its version file or the names of its libraries.

    Raises StackError when it is no Keycloak server.
    """
    note = home / "version.txt"
    if note.is_file() and (found := re.search(r"\d+\.\d+\.\d+\S*", note.read_text())):
        return found.group()
    for library in sorted((home / "lib" / "lib" / "main").glob("org.keycloak.keycloak-core-*.jar")):
        return library.stem.removeprefix("org.keycloak.keycloak-core-")
    raise StackError(f"KEYCLOAK_HOME is {home}, which is no Keycloak server (no version.txt, no libraries)")


def check_home(home: Path) -> str:
    """The version of a server already here.

    Raises StackError when it is no server, or one too old to be safe.
    """
    version = version_of(home)
    if not (home / "bin" / "kc.sh").is_file():
        raise StackError(f"KEYCLOAK_HOME is {home}, which holds no bin/kc.sh")
    if reason := refusal(version):
        raise StackError(f"KEYCLOAK_HOME is refused: {reason}")
    return version


def identity(home: Path) -> str:
    """A digest that changes when another server, provider or library lies in the folder."""
    digest = hashlib.sha256(str(home.resolve()).encode())
    for part in ("lib/lib/main", "providers", "conf"):
        for file in sorted((home / part).rglob("*")):
            digest.update(f"{file.relative_to(home)} {file.stat().st_size}\n".encode())
    return digest.hexdigest()
