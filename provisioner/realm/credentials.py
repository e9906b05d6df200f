"""The administrator's credentials for `provisioner realm`: a third pair, held by no running service."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from provisioner.settings import PREFIX, SettingsError
from provisioner.settings.reading import text_of_file

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
            password = text_of_file(f"{PASSWORD}_FILE", file)
        except SettingsError as error:
            problems.append(str(error))
    if not password and not problems:
        problems.append(f"{PASSWORD}: not set (nor {PASSWORD}_FILE)")
    if not username:
        problems.append(f"{USERNAME}: not set")
    if problems:
        raise SettingsError("\n".join(problems))
    return AdminCredentials(username, password)
