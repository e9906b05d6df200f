"""The administrator's credentials for `provisioner realm`: a third pair, held by no running service."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from provisioner.settings import PREFIX, SettingsError

USERNAME = PREFIX + "REALM_ADMIN_USERNAME"
PASSWORD = PREFIX + "REALM_ADMIN_PASSWORD"


@dataclass(frozen=True)
class AdminCredentials:
    """Name and password of an administrator of the realm `master`."""

    username: str
    password: str = field(repr=False)


def admin_credentials(environment: Mapping[str, str] | None = None) -> AdminCredentials:
    """Read them from the environment, the password also from the file named by `…_FILE`.

    Raises SettingsError naming each one that is missing, never a value.
    """
    environment = os.environ if environment is None else environment
    username, password = environment.get(USERNAME, ""), environment.get(PASSWORD, "")
    problems = []
    if file := environment.get(f"{PASSWORD}_FILE"):
        try:
            password = Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            problems.append(f"{PASSWORD}_FILE: {error.strerror}: {file}")
    if not password and not problems:
        problems.append(f"{PASSWORD}: not set (nor {PASSWORD}_FILE)")
    if not username:
        problems.append(f"{USERNAME}: not set")
    if problems:
        raise SettingsError("\n".join(problems))
    return AdminCredentials(username, password)
