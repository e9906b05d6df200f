"""How `provisioner realm` signs in at the realm `master`: credentials that no running service holds."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from provisioner.settings import PREFIX, SettingsError
from provisioner.settings.reading import text_of_file

USERNAME = PREFIX + "REALM_ADMIN_USERNAME"
PASSWORD = PREFIX + "REALM_ADMIN_PASSWORD"
CLIENT_SECRET = PREFIX + "REALM_ADMIN_CLIENT_SECRET"
CLIENT = "account-desk-operator"
"""The commands' own client; `realm apply` of an administrator makes it."""


@dataclass(frozen=True)
class Login:
    """One way to a token: whose it is, and what is sent for it."""

    whose: str
    client: bool
    form: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True)
class AdminCredentials:
    """Name and password of an administrator, the secret of the commands' own client, or both."""

    username: str = ""
    password: str = field(default="", repr=False)
    client_secret: str = field(default="", repr=False)

    @property
    def logins(self) -> list[Login]:
        """What is given, an administrator first: only they see all, and can make the client or give it its rights."""
        client = {"grant_type": "client_credentials", "client_id": CLIENT, "client_secret": self.client_secret}
        person = {"grant_type": "password", "client_id": "admin-cli", "username": self.username}
        found = []
        if self.username:
            found.append(Login("the administrator's name or password", False, person | {"password": self.password}))
        if self.client_secret:
            found.append(Login(f"the client {CLIENT}", True, client))
        return found


def admin_credentials(environment: Mapping[str, str] | None = None) -> AdminCredentials:
    """Read them from the environment, the secrets also from the files named by `…_FILE`.

    Raises SettingsError naming each one that is missing, never a value.
    """
    environment = os.environ if environment is None else environment
    username, problems = environment.get(USERNAME, ""), list[str]()
    password, secret = (_secret(name, environment, problems) for name in (PASSWORD, CLIENT_SECRET))
    if not secret or username or password:
        if not password and not problems:
            problems.append(f"{PASSWORD}: not set (nor {PASSWORD}_FILE)")
        if not username:
            problems.append(f"{USERNAME}: not set")
    if problems:
        raise SettingsError("\n".join(problems))
    return AdminCredentials(username, password, secret)


def _secret(name: str, environment: Mapping[str, str], problems: list[str]) -> str:
    file = environment.get(f"{name}_FILE")
    try:
        return text_of_file(f"{name}_FILE", file) if file else environment.get(name, "")
    except SettingsError as error:
        problems.append(str(error))
        return ""
