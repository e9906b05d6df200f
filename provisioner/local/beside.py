"""A command typed beside a running demo speaks of that demo: its settings lie in its data folder while it runs."""

import json
from collections.abc import Mapping
from pathlib import Path

from provisioner.local.environment import ADMIN_SECRET, OPERATOR_SECRETS, SECRETS_FOLDER, SETTINGS_FILE
from provisioner.local.server import ADMIN
from provisioner.local.single import running
from provisioner.settings import PREFIX, Settings
from provisioner.settings.reading import OPERATORS

DATA_DIR = f"{PREFIX}DATA_DIR"


def demos_environment(own: Mapping[str, str]) -> dict[str, str] | None:
    """The environment of the demo that runs in the data folder of this one, with its secrets as names of files.

    None when no demo runs there, or when a setting of `own` is not the demo's: then it speaks of another installation.
    An administrator named in `own` goes before the demo's.
    """
    data = Path(own.get(DATA_DIR) or Settings.model_fields["data_dir"].default).resolve()
    file = data / SETTINGS_FILE
    if not file.is_file() or running(data) is None:
        return None
    demo: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    ours = {name: value for name, value in own.items() if name.startswith(PREFIX)}
    operators = {PREFIX + name for name in OPERATORS}
    if any(demo.get(name) != value for name, value in ours.items() if name not in {DATA_DIR, *operators}):
        return None
    kept = {name: value for name, value in own.items() if name not in ours or name in operators}
    own_administrator = not operators.isdisjoint(ours)
    return {**kept, **demo, **_secrets(data), **({} if own_administrator else _administrator(data))}


def _secrets(data: Path) -> dict[str, str]:
    files = {f"{PREFIX}{name.upper()}_FILE": data / SECRETS_FOLDER / name for name in OPERATOR_SECRETS}
    return {name: str(file) for name, file in files.items() if file.is_file()}


def _administrator(data: Path) -> dict[str, str]:
    file = data / SECRETS_FOLDER / ADMIN_SECRET
    names = {f"{PREFIX}REALM_ADMIN_USERNAME": ADMIN, f"{PREFIX}REALM_ADMIN_PASSWORD_FILE": str(file)}
    return names if file.is_file() else {}
