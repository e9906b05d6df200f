"""What the office needs beside the databases: its files, what its processes are told, and the keys they hold."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from uuid import UUID

from pydantic import SecretStr

from provisioner.journal import Keeper
from provisioner.journal.anchors import FILE
from provisioner.privacy.remembered import known_by
from provisioner.settings import PREFIX, Settings
from provisioner.settings.declared import BROUGHT_BACK, FROM_FILE
from provisioner.settings.shipped import folder

OWN = "realm-config"
NAMED = ("reports_ca", "signature_issuers")
"""Settings that name a file or a folder of certificates."""


def files(settings: Settings) -> Iterator[tuple[str, bytes]]:
    """Brand, logo, form, realms and certificates of this installation, and the journal's anchors, by their names."""
    yield from _under(OWN, folder(OWN))
    for name in NAMED:
        if (place := getattr(settings, name)) is not None:
            yield from _under(name, place)
    if (anchors := settings.anchors / FILE).is_file():
        yield FILE, anchors.read_bytes()


def _under(name: str, place: Path) -> Iterator[tuple[str, bytes]]:
    """A folder's files, or the one file."""
    if not place.is_dir():
        yield f"{name}/{place.name}", place.read_bytes()
        return
    for one in sorted(place.rglob("*")):
        if one.is_file():
            yield f"{name}/{one.relative_to(place).as_posix()}", one.read_bytes()


def told(settings: Settings) -> bytes:
    """What differs from the shipped settings, a line each as in a file of an environment; never a secret."""
    lines = []
    for name, field in type(settings).model_fields.items():
        value = getattr(settings, name)
        if name not in FROM_FILE and value != field.get_default():
            lines.append(f"{PREFIX}{name.upper()}={_plain(value)}\n")
    return "".join(lines).encode()


def secrets(settings: Settings) -> Mapping[str, str]:
    """The secrets to be brought back that this process was given, by name."""
    found: dict[str, str] = {}
    for name in BROUGHT_BACK:
        value = getattr(settings, name)
        if value:
            found[name] = value.get_secret_value() if isinstance(value, SecretStr) else value
    return found


def erased(keeper: Keeper, cases: Sequence[UUID]) -> bytes:
    """By which hashes, one of them each, the list of erasures outside must name what this database has erased."""
    return json.dumps([sorted(known_by(keeper, one)) for one in cases]).encode()


def _plain(value: object) -> str:
    return str(value.resolve() if isinstance(value, Path) else value)
