"""The settings of one process, read once at start from its environment.

Every name is the field's name in capitals with `PROVISIONER_` before it; a secret may also come from the file named by
`PROVISIONER_…_FILE`.
"""

import os
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from provisioner.settings.agreement import Settings
from provisioner.settings.declared import FROM_FILE
from provisioner.settings.errors import PREFIX, SettingsError

OPERATORS = (
    "REALM_ADMIN_USERNAME", "REALM_ADMIN_PASSWORD", "REALM_ADMIN_PASSWORD_FILE",
    "REALM_ADMIN_CLIENT_SECRET", "REALM_ADMIN_CLIENT_SECRET_FILE",
)  # fmt: skip
"""Read by `provisioner.realm.credentials`, and no part of the settings of any service."""
KNOWN = frozenset(
    {PREFIX + name.upper() for name in Settings.model_fields}
    | {f"{PREFIX}{name.upper()}_FILE" for name in FROM_FILE}
    | {PREFIX + name for name in OPERATORS}
)
NOT_BUILT = {
    ("forgotten_password_mode", "desk_reissue"): "`desk_reissue` would leave customers who forgot a password of their "
    "own without a way: the desk cannot send them a new one yet; use `link`"
}
"""Values that have their place and do not work yet, with the reason."""


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings, secrets from `…_FILE` included.

    Raises SettingsError naming every wrong setting and every misspelt name at once, never a value.
    """
    environment = os.environ if environment is None else environment
    values: dict[str, Any] = {
        name: environment[PREFIX + name.upper()]
        for name in Settings.model_fields
        if PREFIX + name.upper() in environment
    }
    problems = [*unknown(environment)]
    for name in FROM_FILE:
        try:
            values |= _from_file(name, environment)
        except SettingsError as error:
            problems.append(str(error))
    problems += [
        f"{PREFIX}{name.upper()}: {why}" for (name, value), why in NOT_BUILT.items() if values.get(name) == value
    ]
    try:
        settings = Settings(**values)
    except ValidationError as error:
        problems += _wrong(error)
    if problems:
        raise SettingsError("\n".join(problems))
    return settings


def unknown(environment: Mapping[str, str]) -> Iterator[str]:
    """One line for each name that looks like a setting of ours and is none."""
    names = [known.removeprefix(PREFIX) for known in KNOWN]
    for name in sorted(environment):
        if name.upper().startswith(PREFIX) and name not in KNOWN:
            near = get_close_matches(name.upper().removeprefix(PREFIX), names, 1)
            yield f"{name}: no such setting" + (f"; {PREFIX}{near[0]} is meant?" if near else "")


def secret_files(environment: Mapping[str, str]) -> dict[str, Path]:
    """The file of each secret that comes from one."""
    files = {name: environment.get(f"{PREFIX}{name.upper()}_FILE") for name in FROM_FILE}
    return {name: Path(file) for name, file in files.items() if file}


def text_of_file(name: str, file: str) -> str:
    """What the file named by a setting holds, without the line's end. Raises SettingsError naming the setting."""
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingsError(f"{name}: {error.strerror}: {file}") from None
    except ValueError:
        raise SettingsError(f"{name}: not a file of UTF-8 text: {file}") from None


def _from_file(name: str, environment: Mapping[str, str]) -> dict[str, str]:
    own = PREFIX + name.upper()
    file = environment.get(f"{own}_FILE")
    if not file:
        return {}
    if environment.get(own):
        raise SettingsError(f"{own}: set here and by {own}_FILE; only one of them can be meant")
    return {name: text_of_file(f"{own}_FILE", file)}


def _wrong(error: ValidationError) -> Iterator[str]:
    for found in error.errors(include_input=False, include_url=False):
        said = found["msg"].removeprefix("Value error, ")
        yield PREFIX + (f"{str(found['loc'][0]).upper()}: {said}" if found["loc"] else said)
