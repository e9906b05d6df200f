"""An initialised Keycloak, built once per machine and copied into each installation.

Building takes half a minute, copying half a second; what must differ between installations (the administrator's
password, the theme) is set after the copy. The cache is the user's own and holds no customer.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from provisioner.local import distribution
from provisioner.local.errors import StackError
from provisioner.local.java import Java
from provisioner.local.ports import free_ports
from provisioner.local.progress import Say, silent, step
from provisioner.local.secret_files import private_folder, secret
from provisioner.local.server import ADMIN, AOT_CACHE, KeycloakServer, last_line
from provisioner.outside.keycloak.versions import PINNED
from provisioner.settings.shipped import folder
from provisioner.theme.composed import NAME, composed
from provisioner.theme.look import Files, write
from provisioner.theme.patternfly import used_by

RECIPE = 2  # Raise it when the steps below change, so that old copies are not taken for new ones.
BUILD_OPTIONS = ("--db=dev-file", "--health-enabled=true")
BUILD_SECONDS = 300
UNUSED_SECONDS = 30 * 24 * 3600
AOT_SECONDS = 120  # A Java that has it writes its cache of loaded classes when it ends.
COMMON = "common-passwords.txt"
CACHE_PASSWORD = "bootstrap-password"  # noqa: S105 - the name of a file


def cache_folder() -> Path:
    """Where prepared servers are kept, outside every checkout."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return private_folder(Path(base) / "account-desk")


def prepared_server(java: Java, say: Say = silent) -> Path:
    """The prepared tree for this Java and the wanted server, made now when it is not there yet.

    `KEYCLOAK_HOME` names a server already here; it is copied, never written to.
    Raises StackError when a part is missing or refused.
    """
    home = Path(os.environ["KEYCLOAK_HOME"]) if os.environ.get("KEYCLOAK_HOME") else None
    version = distribution.check_home(home) if home else PINNED
    ready = cache_folder() / f"keycloak-{version}-{_key(java, version, home)}"
    if ready.is_dir():
        ready.touch()
        return ready
    with only_one(cache_folder() / "lock", say):
        if not ready.is_dir():
            with tempfile.TemporaryDirectory(prefix="making-", dir=cache_folder()) as folder:
                tree = _source(Path(folder), home, say)
                _prepare(tree, java, say)
                tree.rename(ready)
                _forget_unused(cache_folder())
    return ready


def install(prepared: Path, target: Path) -> Path:
    """Give an installation its own copy of a prepared server; data already there stays.

    Returns the tree to start. The data lies beside the tree, so that a newer server takes it over by a link; Keycloak
    then migrates it by itself. Interrupted anywhere, the next call finishes the work.
    """
    tree = target / prepared.name
    if tree.is_dir():
        return tree
    private_folder(target)
    draft = target / (prepared.name + ".new")
    shutil.rmtree(draft, ignore_errors=True)
    shutil.copytree(prepared, draft, symlinks=True)
    if (target / "data").exists():
        shutil.rmtree(draft / "data")
    else:
        (draft / "data").rename(target / "data")
    (draft / "data").symlink_to(Path("..") / "data")
    draft.rename(tree)
    for older in target.glob("keycloak-*"):
        if older.is_dir() and older != tree:
            shutil.rmtree(older)
    return tree


def theme_for(tree: Path) -> Files:
    """Our theme as the server in this tree needs it. Raises as `composed`."""
    return composed(patternfly=used_by(distribution.version_of(tree)))


def install_theme(theme: Files, tree: Path) -> None:
    """Write our theme afresh into a server's tree, under the name the realms use; seen at its next start."""
    place = tree / "themes" / NAME
    shutil.rmtree(place, ignore_errors=True)
    write(theme, place)


def install_common_passwords(tree: Path) -> None:
    """Put our list of passwords that are too common where the server looks for it."""
    place = tree / "data" / "password-blacklists"
    place.mkdir(exist_ok=True)
    shutil.copy(folder("realm-config") / COMMON, place / COMMON)


def _key(java: Java, version: str, home: Path | None) -> str:
    facts = [RECIPE, version, BUILD_OPTIONS, java.banner, distribution.identity(home) if home else ""]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:12]


@contextmanager
def only_one(lock: Path, say: Say) -> Iterator[None]:
    """Prepare in one process at a time, saying so when this one has to wait."""
    with lock.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another run is preparing the same server; waiting for it …")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _forget_unused(cache: Path) -> None:
    """Remove prepared servers nobody has asked for in a while; each takes up to 400 MB."""
    for tree in cache.glob("keycloak-*"):
        if time.time() - tree.stat().st_mtime > UNUSED_SECONDS:
            shutil.rmtree(tree)


def _source(folder: Path, home: Path | None, say: Say) -> Path:
    if home:
        with step(say, f"Copying Keycloak from {home}"):
            tree = folder / "keycloak"
            shutil.copytree(home, tree, symlinks=True, ignore=lambda path, _: ["data"] if Path(path) == home else [])
            return tree
    with step(say, f"Fetching Keycloak {PINNED} with Maven (about 170 MB)"):
        return distribution.fetch(folder)


def _prepare(tree: Path, java: Java, say: Say) -> None:
    with step(say, "Building Keycloak (once)"):
        _build(tree, java)
    with step(say, "Starting Keycloak for the first time (once)"):
        _first_start(tree, java)


def _first_start(tree: Path, java: Java) -> None:
    http_port, management_port = free_ports(2)
    environment = {
        "KC_BOOTSTRAP_ADMIN_USERNAME": ADMIN,
        "KC_BOOTSTRAP_ADMIN_PASSWORD": secret(tree / CACHE_PASSWORD),
    }
    cache = tree / AOT_CACHE
    server = KeycloakServer(
        tree,
        http_port,
        management_port,
        tree.parent / "first-start.log",
        java=java,
        jvm_options=(f"-XX:AOTCacheOutput={cache}",) if java.has_aot_cache else (),
        extra_environment=environment,
    )
    server.start()
    try:
        server.wait_ready()
    finally:
        server.stop(AOT_SECONDS)
    if cache.is_file() and not cache.stat().st_size:
        cache.unlink()
    cache.with_name(AOT_CACHE + ".config").unlink(missing_ok=True)
    shutil.rmtree(tree / "data" / "tmp", ignore_errors=True)


def _build(tree: Path, java: Java) -> None:
    log = tree.parent / "build.log"
    program = KeycloakServer(tree, 0, 0, log, java=java)
    with log.open("wb") as stream:
        done = subprocess.run(
            [tree / "bin" / "kc.sh", "build", *BUILD_OPTIONS],
            env=program.environment,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            timeout=BUILD_SECONDS,
            check=False,
        )
    if done.returncode:
        raise StackError(f"Keycloak could not be built: {last_line(log)}")
