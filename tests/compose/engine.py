"""A Docker engine with Compose, and images of our own in the places of those that cannot be pulled here.

What the official images' own entrypoints do is not proved by this; what docker-compose.yml, Dockerfile and the guide
say is.
"""

import hashlib
import os
import shutil
import subprocess
import tarfile
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from provisioner.local.distribution import fetch
from provisioner.outside.keycloak.versions import PINNED

ROOT = Path(__file__).resolve().parents[2]
IMAGES = Path(__file__).parent / "images"
DEBIAN = "standin/debian:trixie"
STAND_INS = {
    "python": "python:3.13-slim-trixie",
    "postgres": "postgres:17.6",
    "keycloak": f"keycloak/keycloak:{PINNED}",
}
MADE_OF = "made-of"
NOTHING_HERE = "is missing: install docker.io, the Compose plugin (2.23 or newer) and debootstrap, and start the engine"


def ready() -> None:
    """Fail with a clear line where no engine, no Compose or no debootstrap answers."""
    for program, words in (("engine", ["docker", "info"]), ("Compose", ["docker", "compose", "version"])):
        if subprocess.run(words, capture_output=True, check=False).returncode:
            raise AssertionError(f"A Docker {program} {NOTHING_HERE}")
    if shutil.which("debootstrap", path=os.environ["PATH"] + ":/usr/sbin") is None:
        raise AssertionError(f"debootstrap {NOTHING_HERE}")


def stand_ins(trusted: Path) -> None:
    """Make what is not there yet, or was made otherwise; each trusts this certificate."""
    if _label(DEBIAN) is None:
        _debian()
    for name, image in STAND_INS.items():
        made_of = trusted.read_bytes() + (IMAGES / name / "Dockerfile").read_bytes()
        mark = hashlib.sha256(made_of).hexdigest()
        if _label(image) != mark:
            with TemporaryDirectory() as folder:
                context = Path(folder) / name
                shutil.copytree(IMAGES / name, context)
                shutil.copy(trusted, context / "own.pem")
                _beside(name, context)
                named = ["--label", f"{MADE_OF}={mark}", "--tag", image]
                _run(["docker", "build", "--quiet", "--network=host", *named, str(context)])


def _label(image: str) -> str | None:
    """What a stand-in was made of, empty for another image; None where the engine has none of that name."""
    words = ["docker", "image", "inspect", "--format", f'{{{{index .Config.Labels "{MADE_OF}"}}}}', image]
    found = subprocess.run(words, capture_output=True, text=True, check=False)
    return None if found.returncode else found.stdout.strip()


def _debian() -> None:
    with TemporaryDirectory() as folder:
        tree, archive = Path(folder) / "tree", Path(folder) / "tree.tar"
        _run(["debootstrap", "--variant=minbase", "trixie", str(tree)])
        with tarfile.open(archive, "w") as packed:
            packed.add(tree, arcname=".")
        _run(["docker", "import", str(archive), DEBIAN])


def _beside(name: str, context: Path) -> None:
    """What an image is made of beside its Dockerfile."""
    if name == "keycloak":
        fetch(context).rename(context / "server")
    if name == "python":
        # As pip is told where libraries come from on this machine; the official image needs none of it.
        told = {key.removeprefix("PIP_").lower(): value for key, value in os.environ.items() if key.startswith("PIP_")}
        authority = told.pop("cert", None)
        (context / "authority.pem").write_bytes(Path(authority).read_bytes() if authority else b"")
        told |= {"cert": "/etc/pip-authority.pem"} if authority else {}
        lines = [f"{key.replace('_', '-')} = {value}" for key, value in told.items() if key != "find_links"]
        (context / "pip.conf").write_text("\n".join(["[global]", *lines, ""]))


def _run(words: Sequence[str]) -> None:
    done = subprocess.run(words, capture_output=True, text=True, env=os.environ | {"DOCKER_BUILDKIT": "0"}, check=False)
    assert not done.returncode, f"{' '.join(words)}\n{done.stdout[-2000:]}{done.stderr[-4000:]}"
