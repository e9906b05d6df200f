"""The two realms on the session's real Keycloak, applied by our own command's code, one pair for each test process."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from provisioner.outside.keycloak.directory import KeycloakDirectory
from provisioner.outside.keycloak.observer import KeycloakObserver
from provisioner.realm.admin import RealmAdmin
from provisioner.realm.apply import apply
from provisioner.settings import Settings, load
from tests.keycloak_server import RunningKeycloak
from tests.live.customer import Customer
from tests.sink import Sink, running_sink


@dataclass(frozen=True)
class Realms:
    """The realms as the worker, an operator and a customer meet them."""

    settings: Settings
    admin: RealmAdmin
    environment: dict[str, str]

    def directory(self, keycloak_url: str = "") -> KeycloakDirectory:
        """The worker's own client, by way of another address if given."""
        changed = {"keycloak_internal_url": keycloak_url or self.settings.keycloak_url}
        return KeycloakDirectory(self.settings.model_copy(update=changed))

    def observer(self) -> KeycloakObserver:
        """The read-only client of the customers' realm."""
        return KeycloakObserver(self.settings, self.settings.customers_realm, self.settings.observer_client_secret)

    def staff_observer(self) -> KeycloakObserver:
        """The read-only client of the staff realm."""
        return KeycloakObserver(self.settings, self.settings.staff_realm, self.settings.staff_observer_client_secret)

    def customer(self) -> Customer:
        """Somebody with a fresh browser."""
        return Customer(self.settings.keycloak_url, self.settings.customers_realm, too_soon=self.still_counting)

    def still_counting(self, login: str) -> bool:
        """Whether this user's last login was refused although nobody is locked out.

        Keycloak counts a login in a thread of its own (`kc-bruteforce`), after its answer on a loaded machine. Until it
        has, whoever logs in as that user sees the page for a wrong password, whatever they type.
        """
        realm = f"/admin/realms/{self.settings.customers_realm}"
        for user in self.users(f"username={login}&exact=true"):
            refused = self.admin.call("GET", f"{realm}/events?user={user['id']}&type=LOGIN_ERROR&max=1").json()
            counted = self.admin.call("GET", f"{realm}/attack-detection/brute-force/users/{user['id']}").json()
            return not counted["disabled"] and [one.get("error") for one in refused] == ["user_temporarily_disabled"]
        return False

    def users(self, query: str = "") -> list[dict[str, object]]:
        """The realm's users as an administrator sees them."""
        answer = self.admin.call("GET", f"/admin/realms/{self.settings.customers_realm}/users?max=1000&{query}")
        return list(answer.json())


@pytest.fixture(scope="session")
def sink() -> Iterator[Sink]:
    """The mail server of both the desk and the realms."""
    with running_sink() as running:
        yield running


@pytest.fixture(scope="session")
def realms(keycloak_server: RunningKeycloak, sink: Sink, tmp_path_factory: pytest.TempPathFactory) -> Realms:
    """Apply the configuration to realms of this test process."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw")
    environment = {
        "PROVISIONER_DATA_DIR": str(tmp_path_factory.mktemp("var")),
        "PROVISIONER_KEYCLOAK_URL": keycloak_server.url,
        "PROVISIONER_CUSTOMERS_REALM": f"ibok-{worker}",
        "PROVISIONER_STAFF_REALM": f"staff-{worker}",
        "PROVISIONER_DESK_CLIENT_SECRET": "d" * 40,
        "PROVISIONER_PROVISIONER_CLIENT_SECRET": "p" * 40,
        "PROVISIONER_OBSERVER_CLIENT_SECRET": "o" * 40,
        "PROVISIONER_STAFF_OBSERVER_CLIENT_SECRET": "t" * 40,
        "PROVISIONER_SECRET_KEY": "s" * 40,
        "PROVISIONER_JOURNAL_KEY": "j" * 40,
        "PROVISIONER_SMTP_HOST": "127.0.0.1",
        "PROVISIONER_SMTP_PORT": str(sink.port),
        "PROVISIONER_SMTP_SECURITY": "none",
        "PROVISIONER_POLL_SECONDS": "0.1",
    }
    settings = load(environment)
    admin = RealmAdmin(keycloak_server.url, keycloak_server.administrator)
    apply(admin, settings)
    Path(settings.data_dir).mkdir(exist_ok=True)
    return Realms(settings, admin, environment)
