"""What each process of the local stack is told: the person's own settings, our addresses, and only its own secrets."""

import json
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from provisioner.local.ports import Ports
from provisioner.local.prepared import COMMON
from provisioner.local.secret_files import secret, write_secret
from provisioner.settings import PREFIX, SECRETS, Settings, load
from provisioner.settings.reading import OPERATORS

SECRETS_FOLDER = "secrets"
SETTINGS_FILE = "settings.json"
ADMIN_SECRET = "keycloak_admin_password"  # noqa: S105 - the name of a file
WEB_SECRETS = ("secret_key", "desk_client_secret", "journal_key")
PUBLIC_SECRETS = ("journal_key",)
OBSERVERS = ("observer_client_secret", "staff_observer_client_secret")
WORKER_SECRETS = ("provisioner_client_secret", *OBSERVERS, "journal_key")
OPERATOR_SECRETS = (
    "desk_client_secret", "provisioner_client_secret", *OBSERVERS, "portal_client_secret", "journal_key",
)  # fmt: skip


@dataclass(frozen=True)
class Installation:
    """One checkout's running desk: where its data lies and where it listens."""

    settings: Settings

    @property
    def data(self) -> Path:
        """Everything it writes."""
        return self.settings.data_dir.resolve()

    @property
    def ports(self) -> Ports:
        """Where its parts listen."""
        return Ports(self.settings.local_port)

    @property
    def logs(self) -> Path:
        """One log a process."""
        return self.data / "log"

    def secret_file(self, name: str) -> Path:
        """The file of a secret, made when it is not there yet."""
        file = self.data / SECRETS_FOLDER / name
        secret(file)
        return file

    def secret(self, name: str) -> str:
        """The secret itself."""
        return secret(self.data / SECRETS_FOLDER / name)

    def environment(self, secrets: tuple[str, ...] = ()) -> dict[str, str]:
        """The environment of a process that may read the named secrets and no others."""
        hidden = {PREFIX + name.upper() + suffix for name in SECRETS for suffix in ("", "_FILE")}
        kept = {name: value for name, value in os.environ.items() if name not in hidden}
        files = {f"{PREFIX}{name.upper()}_FILE": str(self.secret_file(name)) for name in secrets}
        return kept | self._addresses() | files

    def remember_settings(self) -> None:
        """Keep what its processes are told, but for secrets, for commands typed beside it while it runs."""
        operators = {PREFIX + name for name in OPERATORS}
        told = self.environment().items()
        kept = {name: value for name, value in told if name.startswith(PREFIX) and name not in operators}
        # The database's address may hold a password.
        write_secret(self.data / SETTINGS_FILE, json.dumps(kept, indent=2))

    def operator(self) -> Settings:
        """The settings of the commands that prepare the realms."""
        return load(self.environment(OPERATOR_SECRETS))

    def _addresses(self) -> dict[str, str]:
        host, ports = self.settings.local_host, self.ports
        ours = {
            "data_dir": str(self.data),
            "desk_url": f"http://{host}:{ports.desk}",
            "desk_internal_url": "",
            "bind": f"127.0.0.1:{ports.desk}",
            "public_url": f"http://{host}:{ports.public}",
            "public_bind": f"127.0.0.1:{ports.public}",
            "keycloak_url": f"http://{host}:{ports.keycloak}",
            "keycloak_internal_url": "",
            "common_passwords": COMMON,
            "smtp_host": "localhost",
            "smtp_port": str(ports.smtp),
            "smtp_security": "none",
            "smtp_username": "",
        }
        return {PREFIX + name.upper(): value for name, value in ours.items()}


def command(*words: str) -> list[str]:
    """Our own command line, run by the same Python as this process."""
    program = Path(sys.executable).with_name("provisioner")
    return [str(program if program.is_file() else shutil.which("provisioner") or "provisioner"), *words]
