"""Realms of the session's own on the real server, made by `apply` as an operator would make them."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from provisioner.local.prepared import COMMON
from provisioner.realm.admin import RealmAdmin, RealmAt
from provisioner.realm.apply import apply
from provisioner.settings import Settings
from tests.keycloak_server import RunningKeycloak
from tests.sink import Sink, running_sink

SECONDS = 30


@dataclass(frozen=True)
class AppliedRealms:
    """Both realms with what a test needs to look at them from every side."""

    admin: RealmAdmin
    settings: Settings

    @property
    def customers(self) -> RealmAt:
        """The customers' realm with the administrator's rights."""
        return self.admin.realm(self.settings.customers_realm)

    @property
    def staff(self) -> RealmAt:
        """The staff realm with the administrator's rights."""
        return self.admin.realm(self.settings.staff_realm)

    def secret(self, name: str) -> str:
        """The text of a secret setting."""
        return str(getattr(self.settings, name).get_secret_value())

    def as_provisioner(self) -> requests.Session:
        """A session with the service account's token."""
        form = {
            "grant_type": "client_credentials",
            "client_id": self.settings.provisioner_client_id,
            "client_secret": self.secret("provisioner_client_secret"),
        }
        realm = f"{self.settings.keycloak_url}/realms/{self.settings.customers_realm}"
        answer = requests.post(f"{realm}/protocol/openid-connect/token", data=form, timeout=SECONDS)
        assert answer.status_code == 200, answer.text
        session = requests.Session()
        session.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        return session


def customer(login: str, password: str = "abcd2345efgh6789", **more: Any) -> dict[str, Any]:
    """What the desk sends to create a customer."""
    return {
        "username": login,
        "enabled": True,
        "email": f"{login}@example.com",
        "emailVerified": True,
        "firstName": "Żaneta",
        "lastName": "Śliwińska",
        "groups": ["/customers"],
        "attributes": {"customerNumber": ["104233"], "applicationId": [f"A-{login}"], "locale": ["pl"]},
        "credentials": [{"type": "password", "value": password, "temporary": True}],
        **more,
    }


@contextmanager
def realms_on(server: RunningKeycloak, config: Path | None = None, **settings: Any) -> Iterator[AppliedRealms]:
    """Fresh realms under names nobody else uses, gone afterwards; `config` as for `apply`."""
    mark = secrets.token_hex(4)
    realms = AppliedRealms(
        RealmAdmin(server.url, server.administrator),
        Settings(
            keycloak_url=server.url,
            customers_realm=f"ibok-{mark}",
            staff_realm=f"staff-{mark}",
            desk_client_secret=secrets.token_urlsafe(32),
            provisioner_client_secret=secrets.token_urlsafe(32),
            observer_client_secret=secrets.token_urlsafe(32),
            staff_observer_client_secret=secrets.token_urlsafe(32),
            **settings,
        ),
    )
    apply(realms.admin, realms.settings, config)
    try:
        yield realms
    finally:
        for name in (realms.settings.customers_realm, realms.settings.staff_realm):
            realms.admin.call("DELETE", f"/admin/realms/{name}", missing_ok=True)


@pytest.fixture(scope="session")
def realm_mails() -> Iterator[Sink]:
    """What the realms send."""
    with running_sink() as sink:
        yield sink


@pytest.fixture(scope="session")
def applied_realms(keycloak_server: RunningKeycloak, realm_mails: Sink) -> Iterator[AppliedRealms]:
    """Realms for tests that leave their settings alone and use logins of their own."""
    mail: dict[str, Any] = {"smtp_security": "none", "smtp_host": "127.0.0.1", "smtp_port": realm_mails.port}
    with realms_on(keycloak_server, common_passwords=COMMON, **mail) as realms:
        yield realms
