"""The staff realm behind the StaffReader port, by its read-only client; it may see users and groups, no clients."""

from collections.abc import Callable, Iterator
from typing import Any

from keycloak import KeycloakAdmin
from keycloak.exceptions import KeycloakError

from provisioner.outside.keycloak import answers
from provisioner.outside.keycloak.connection import admin
from provisioner.outside.keycloak.limit import within
from provisioner.outside.parts import STAFF_OBSERVER
from provisioner.outside.ports import ConfigurationError
from provisioner.outside.staff_reading import StaffUser
from provisioner.settings import Settings

PAGE = 100
LIST_SECONDS = 60.0
"""A request for each member of staff; an office has tens of them, not thousands."""


class KeycloakStaff:
    """One client an instance; each worker thread has its own. `in_transaction` is as for the directory (P9)."""

    def __init__(self, settings: Settings, in_transaction: Callable[[], bool] = lambda: False) -> None:
        realm, secret = settings.staff_realm, settings.staff_observer_client_secret
        self._admin: KeycloakAdmin = admin(settings, realm, settings.observer_client_id, secret)
        self._realm = f"/admin/realms/{realm}"
        self._desk = settings.desk_client_id
        self._in_transaction = in_transaction

    def staff(self) -> list[StaffUser]:
        """Everybody; service accounts are left out by the server."""
        if self._in_transaction():
            raise AssertionError("no network inside a transaction (P9)")
        with within(LIST_SECONDS):
            try:
                return [self._user(one) for one in self._users()]
            except KeycloakError as error:
                failure = answers.meaning(error)
                if isinstance(failure, ConfigurationError):
                    failure = ConfigurationError(f"{STAFF_OBSERVER}_forbidden", STAFF_OBSERVER)
            except answers.WRONG_SHAPE:
                failure = answers.wrong_shape()
        raise failure from None

    def _users(self) -> Iterator[Any]:
        first = 0
        while page := self._get("users", first=first, max=PAGE, briefRepresentation="true"):
            yield from page
            first += len(page)

    def _user(self, one: Any) -> StaffUser:
        subject = answers.user_id(one["id"])
        groups = self._get(f"users/{subject}/groups", max=PAGE, briefRepresentation="false")
        roles = {str(role) for group in groups for role in (group.get("clientRoles") or {}).get(self._desk, ())}
        name = f"{one.get('firstName') or ''} {one.get('lastName') or ''}".strip()
        return StaffUser(subject, str(one["username"]), name, one.get("enabled") is True, frozenset(roles))

    def _get(self, path: str, **query: Any) -> Any:
        answer = self._admin.connection.raw_get(f"{self._realm}/{path}", **query)
        if answer.status_code != 200:
            raise KeycloakError(response_code=answer.status_code, response_body=answer.content)
        return answer.json()
