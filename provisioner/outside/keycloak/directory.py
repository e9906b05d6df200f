"""The customers' realm behind the Directory port, by python-keycloak.

Errors are translated here and raised `from None`: the library's exceptions may carry what was sent.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from keycloak.exceptions import KeycloakError

from provisioner.identifiers import typed_email
from provisioner.outside.keycloak import answers
from provisioner.outside.keycloak.bodies import data, representation, whole
from provisioner.outside.keycloak.connection import admin, own_claims
from provisioner.outside.keycloak.limit import within
from provisioner.outside.password import TemporaryPassword
from provisioner.outside.ports import (
    MUST_CHANGE,
    ConfigurationError,
    DirectoryUser,
    NewUser,
    PermanentError,
    TransientError,
)
from provisioner.settings import Settings


class KeycloakDirectory:
    """One client an instance; each worker thread has its own.

    `in_transaction` tells whether the caller holds a database transaction; waiting on the network inside one is
    refused (P9).
    """

    def __init__(self, settings: Settings, in_transaction: Callable[[], bool] = lambda: False) -> None:
        self._admin = admin(
            settings, settings.customers_realm, settings.provisioner_client_id, settings.provisioner_client_secret
        )
        self._seconds = settings.keycloak_timeout_seconds
        self._in_transaction = in_transaction

    def create(self, user: NewUser, password: TemporaryPassword) -> str:
        """One POST with group, marker and temporary credential; never `exist_ok`, which would adopt strangers."""
        sent = representation(user, password)
        with self._call(changes=True):
            return answers.user_id(self._admin.create_user(sent, exist_ok=False))

    def find(self, login: str) -> DirectoryUser | None:
        """The user with exactly this login, if it is in our group."""
        with self._call():
            found = self._admin.get_users({"username": login, "exact": "true", "max": 2})
            return answers.user(found[0]) if found else None

    def get(self, user_id: str) -> DirectoryUser:
        """The user with this id."""
        with self._call(by_id=True):
            return answers.user(self._admin.get_user(user_id))

    def end_sessions(self, user_id: str) -> None:
        """Log the user out everywhere."""
        with self._call(by_id=True, changes=True):
            self._admin.user_logout(user_id)

    def set_password(self, user_id: str, password: TemporaryPassword) -> None:
        """Set a temporary password."""
        with self._call(by_id=True, changes=True):
            self._admin.set_user_password(user_id, password.reveal(), temporary=True)

    def unlock(self, user_id: str) -> None:
        """Forget the wrong passwords."""
        with self._call(by_id=True, changes=True):
            self._admin.clear_bruteforce_attempts_for_user(user_id)

    def disable(self, user_id: str) -> None:
        """Let nobody log in."""
        self._change(user_id, enabled=False)

    def enable(self, user_id: str) -> None:
        """Let the user log in again."""
        self._change(user_id, enabled=True)

    def sessions(self, user_id: str) -> int:
        """How many sessions live."""
        with self._call(by_id=True):
            return answers.count(self._admin.get_sessions(user_id))

    def change_email(self, user_id: str, email: str) -> None:
        """Another address, as approved as the first one."""
        self._change(user_id, email=typed_email(email), emailVerified=True)

    def rename(self, user_id: str, first_name: str, last_name: str) -> None:
        """Other names."""
        self._change(user_id, firstName=first_name, lastName=last_name)

    def drop_actions(self, user_id: str) -> None:
        """Read the user and leave, of what it is asked for, a new password alone."""
        with self._call(by_id=True, changes=True):
            asked = self._admin.get_user(user_id)["requiredActions"]
            self._admin.update_user(user_id, {"requiredActions": [one for one in asked if one == MUST_CHANGE]})

    def rewrite(self, user_id: str, user: NewUser) -> None:
        """Names, address and language go with the rest of the user."""
        with self._call(by_id=True, changes=True):
            found = self._admin.get_user(user_id)
            self._admin.update_user(user_id, {**whole(found, locale=user.locale), **data(user)})

    def keep_token(self, user_id: str, token: str) -> None:
        """The token goes with the rest of the user."""
        self._put(user_id, answers.NOT_ME, token)

    def renumber(self, user_id: str, customer_number: str) -> None:
        """The number goes with the rest of the user."""
        self._put(user_id, answers.NUMBER, customer_number)

    def remove(self, user_id: str) -> None:
        """Delete a user of our own."""
        with self._call(by_id=True, changes=True):
            self._admin.delete_user(user_id)

    def own_id(self) -> str:
        """The user in whose name our own changes stand among the realm's admin events."""
        with self._call():
            return answers.user_id(own_claims(self._admin)["sub"])

    def _change(self, user_id: str, **top_level: object) -> None:
        """Change these and keep the rest: a body with `attributes` would wipe every name and address not in it."""
        with self._call(by_id=True, changes=True):
            self._admin.update_user(user_id, top_level)

    def _put(self, user_id: str, attribute: str, value: str) -> None:
        """Change one of our attributes, for which the rest of the user has to be sent along."""
        with self._call(by_id=True, changes=True):
            self._admin.update_user(user_id, whole(self._admin.get_user(user_id), **{attribute: value}))

    @contextmanager
    def _call(self, by_id: bool = False, changes: bool = False) -> Iterator[None]:
        if self._in_transaction():
            raise AssertionError("no network inside a transaction (P9)")
        with within(self._seconds):
            try:
                yield
            except KeycloakError as error:
                failure = answers.meaning(error)
                if by_id and answers.forbidden(error) and self._sees_others():
                    failure = PermanentError("user_outside_group")
            except answers.WRONG_SHAPE:
                failure = answers.wrong_shape()
            else:
                return
        refused = isinstance(failure, ConfigurationError)
        if changes and isinstance(failure, TransientError) and failure.component and not refused:
            failure.late = self._token_lives()
        raise failure from None

    def _token_lives(self) -> float:
        """For so many seconds at most Keycloak carries out what was sent with the token of now; later it refuses it."""
        return float((self._admin.connection.token or {}).get("expires_in", 0))

    def _sees_others(self) -> bool:
        """Whether our right on the group is alive: then a forbidden user is one that somebody moved out of it."""
        try:
            return bool(self._admin.get_users({"max": 1}))
        except (KeycloakError, *answers.WRONG_SHAPE):
            return False
