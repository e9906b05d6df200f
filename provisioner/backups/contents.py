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
from provisioner.settings.declared import FROM_FILE
from provisioner.settings.shipped import folder

OWN = "realm-config"


def files(settings: Settings) -> Iterator[tuple[str, bytes]]:
    """Brand, logo, form and realms as this installation has them, and the journal's anchors, by their names."""
    for one in sorted(folder(OWN).rglob("*")):
        if one.is_file():
            yield f"{OWN}/{one.relative_to(folder(OWN)).as_posix()}", one.read_bytes()
    if (anchors := settings.anchors / FILE).is_file():
        yield FILE, anchors.read_bytes()


def told(settings: Settings) -> bytes:
    """What differs from the shipped settings, a line each as in a file of an environment; never a secret."""
    lines = []
    for name, field in type(settings).model_fields.items():
        value = getattr(settings, name)
        if name not in FROM_FILE and value != field.get_default():
            lines.append(f"{PREFIX}{name.upper()}={_plain(value)}\n")
    return "".join(lines).encode()


def secrets(settings: Settings) -> Mapping[str, str]:
    """The secrets that this process was given, by name."""
    found: dict[str, str] = {}
    for name in FROM_FILE:
        value = getattr(settings, name)
        if value:
            found[name] = value.get_secret_value() if isinstance(value, SecretStr) else value
    return found


def erased(keeper: Keeper, cases: Sequence[UUID]) -> bytes:
    """By which hashes the list of erasures outside must name what this database has erased."""
    return json.dumps([known_by(keeper, one) for one in cases]).encode()


def _plain(value: object) -> str:
    return str(value.resolve() if isinstance(value, Path) else value)
