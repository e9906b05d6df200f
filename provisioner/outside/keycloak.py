"""The customers' realm behind the Directory port, by python-keycloak.

Errors are translated here and raised `from None`: the library's exceptions may carry what was sent.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from keycloak import KeycloakAdmin
from keycloak.exceptions import KeycloakAuthenticationError, KeycloakConnectionError, KeycloakError

from provisioner.outside.keycloak_limit import LimitedAdapter, within
from provisioner.outside.password import TemporaryPassword
from provisioner.outside.ports import (
    ConfigurationError,
    DirectoryUser,
    LoginOrEmailTaken,
    NewUser,
    PermanentError,
    TransientError,
    UserMissing,
)
from provisioner.settings import Settings

GROUP = "/customers"
MARKER = "applicationId"
MUST_CHANGE = "UPDATE_PASSWORD"
COMPONENT = "keycloak"
DOWN = {502, 503, 504}
FORBIDDEN = 403


class KeycloakDirectory:
    """One client an instance; each worker thread has its own.

    `in_transaction` tells whether the caller holds a database transaction; waiting on the network inside one is
    refused (P9).
    """

    def __init__(self, settings: Settings, in_transaction: Callable[[], bool] = lambda: False) -> None:
        secret = settings.provisioner_client_secret
        self._admin = KeycloakAdmin(
            server_url=settings.keycloak_server,
            realm_name=settings.customers_realm,
            user_realm_name=settings.customers_realm,
            client_id=settings.provisioner_client_id,
            client_secret_key=secret.get_secret_value() if secret else "",
        )
        for connection in (self._admin.connection, self._admin.connection.keycloak_openid.connection):
            for scheme in ("https://", "http://"):
                # The library's own session, which it offers no way to choose; its version is pinned.
                connection._s.mount(scheme, LimitedAdapter())
        self._seconds = settings.keycloak_timeout_seconds
        self._in_transaction = in_transaction

    def create(self, user: NewUser, password: TemporaryPassword) -> str:
        """One POST with group, marker and temporary credential; never `exist_ok`, which would adopt strangers."""
        with self._call():
            return self._admin.create_user(_representation(user, password), exist_ok=False)

    def find(self, login: str) -> DirectoryUser | None:
        """The user with exactly this login, if it is in our group."""
        with self._call():
            found = self._admin.get_users({"username": login, "exact": "true", "max": 2})
        return _read(found[0]) if found else None

    def get(self, user_id: str) -> DirectoryUser:
        """The user with this id."""
        with self._call(by_id=True):
            return _read(self._admin.get_user(user_id))

    def end_sessions(self, user_id: str) -> None:
        """Log the user out everywhere."""
        with self._call(by_id=True):
            self._admin.user_logout(user_id)

    def set_password(self, user_id: str, password: TemporaryPassword) -> None:
        """Set a temporary password."""
        with self._call(by_id=True):
            self._admin.set_user_password(user_id, password.reveal(), temporary=True)

    def unlock(self, user_id: str) -> None:
        """Forget the wrong passwords."""
        with self._call(by_id=True):
            self._admin.clear_bruteforce_attempts_for_user(user_id)

    def remove(self, user_id: str) -> None:
        """Delete a user of our own; for the probe of `provisioner check`."""
        with self._call():
            self._admin.delete_user(user_id)

    @contextmanager
    def _call(self, by_id: bool = False) -> Iterator[None]:
        if self._in_transaction():
            raise AssertionError("no network inside a transaction (P9)")
        with within(self._seconds):
            try:
                yield
            except KeycloakError as error:
                translated = _translated(error)
                if by_id and error.response_code == FORBIDDEN and self._sees_others():
                    translated = PermanentError("user_outside_group")
            else:
                return
        raise translated from None

    def _sees_others(self) -> bool:
        """Whether our right on the group is alive: then a forbidden user is one that somebody moved out of it."""
        try:
            return bool(self._admin.get_users({"max": 1}))
        except KeycloakError:
            return False


def _representation(user: NewUser, password: TemporaryPassword) -> dict[str, Any]:
    return {
        "username": user.login,
        "enabled": True,
        "email": user.email,
        # The address stands on the signed application (R5); to others Keycloak sends no notice of a changed password.
        "emailVerified": True,
        "firstName": user.first_name,
        "lastName": user.last_name,
        "groups": [GROUP],
        "attributes": {
            "customerNumber": [user.customer_number],
            MARKER: [user.application_id],
            "locale": [user.locale],
        },
        "credentials": [{"type": "password", "value": password.reveal(), "temporary": True}],
    }


def _read(user: dict[str, Any]) -> DirectoryUser:
    marker = (user.get("attributes") or {}).get(MARKER) or [""]
    return DirectoryUser(str(user["id"]), str(marker[0]), MUST_CHANGE in user.get("requiredActions", ()))


def _translated(error: KeycloakError) -> Exception:
    status = error.response_code
    if isinstance(error, KeycloakConnectionError) or status in DOWN or status is None:
        return TransientError("keycloak_unreachable", COMPONENT)
    if isinstance(error, KeycloakAuthenticationError) or status in (401, 403):
        return ConfigurationError("keycloak_forbidden", COMPONENT)
    code, realm_missing = _code(error.response_body)
    if status == 404:
        return ConfigurationError("keycloak_realm_missing", COMPONENT) if realm_missing else UserMissing()
    if status == 409:
        # Two creations at once can get an answer that names both; the next attempt gets a clear one.
        if code.endswith("username_or_email"):
            return TransientError("keycloak_error")
        return LoginOrEmailTaken(email=code.endswith("same_email"))
    if status == 400:
        return PermanentError(code)
    return TransientError("keycloak_error")


def _code(body: object) -> tuple[str, bool]:
    """Keycloak's own name for the refusal without any value that was sent, and whether the realm is missing."""
    try:
        answer = json.loads(body if isinstance(body, str | bytes) else b"")
    except ValueError:
        return "unknown", False
    first = (answer.get("errors") or [answer])[0]
    field, message = str(first.get("field", "")), str(first.get("errorMessage") or first.get("error") or "unknown")
    name = re.sub(r"[^A-Za-z0-9]+", "_", f"{field} {message}".strip())[:80]
    return name, message == "Realm does not exist"
