"""One realm behind the reading ports, by the read-only client that each realm has for us."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from keycloak.exceptions import KeycloakError
from pydantic import SecretStr

from provisioner.outside.keycloak import answers
from provisioner.outside.keycloak.bodies import GROUP
from provisioner.outside.keycloak.connection import admin, own_claims
from provisioner.outside.keycloak.limit import within
from provisioner.outside.observation import KINDS, AdminEvent, Kept, Member, UserEvent, UserOutside
from provisioner.outside.parts import OBSERVER
from provisioner.outside.ports import ConfigurationError
from provisioner.settings import Settings

PAGE_SECONDS = 60.0
"""A large page of members takes a server some seconds, and a busy one longer than other calls may take."""
MANAGEMENT = "realm-management"
CUSTOMERS_RIGHTS = frozenset({"view-events", "query-users"})
STAFF_RIGHTS = frozenset({"view-events", "view-users", "query-users", "query-groups"})
"""Exactly what the client may be given; what `view-users` brings along is named too."""


class KeycloakObserver:
    """One client an instance; each worker thread has its own. `in_transaction` is as for the directory (P9)."""

    def __init__(
        self,
        settings: Settings,
        realm: str,
        secret: SecretStr | None,
        in_transaction: Callable[[], bool] = lambda: False,
        part: str = OBSERVER,
    ) -> None:
        self._admin = admin(settings, realm, settings.observer_client_id, secret)
        self._realm = f"/admin/realms/{realm}"
        self._seconds = settings.keycloak_timeout_seconds
        self._in_transaction = in_transaction
        self._part = part
        self._group = ""

    def kept(self) -> Kept:
        """The realm's own settings of its events."""
        with self._call():
            found = self._get("events/config")
            return Kept(found["eventsEnabled"] is True, found["adminEventsEnabled"] is True)

    def user_events(self, since: datetime, first: int, most: int) -> list[UserEvent]:
        """Only the kinds we act on are asked for."""
        with self._call():
            return [_user_event(one) for one in _list(self._get("events", **_from(since, first, most), type=KINDS))]

    def admin_events(self, since: datetime, first: int, most: int) -> list[AdminEvent]:
        """All of them: what they are about stands in the path, by which the server does not search."""
        with self._call():
            return [_admin_event(one) for one in _list(self._get("admin-events", **_from(since, first, most)))]

    def members(self, first: int, most: int) -> list[Member]:
        """A page with attributes, which the short form leaves out."""
        with self._call(seconds=PAGE_SECONDS):
            if not self._group:
                self._group = answers.user_id(self._get(f"group-by-path{GROUP}")["id"])
            page = {"first": first, "max": most, "briefRepresentation": "false"}
            return [_member(one) for one in _list(self._get(f"groups/{self._group}/members", **page))]

    def member(self, user_id: str) -> Member:
        """By id."""
        with self._call(by_id=True):
            return _member(self._admin.get_user(user_id))

    def rights(self) -> frozenset[str]:
        """Every role in its own token, those of another client by `client/role`."""
        with self._call():
            claims = own_claims(self._admin)
            by_client = claims.get("resource_access", {})
            given = {f"{name}/{role}" for name, one in by_client.items() for role in one["roles"]}
            given |= {f"realm/{role}" for role in claims.get("realm_access", {}).get("roles", ())}
            return frozenset(one.removeprefix(f"{MANAGEMENT}/") for one in given)

    def _get(self, path: str, **query: Any) -> Any:
        answer = self._admin.connection.raw_get(f"{self._realm}/{path}", **query)
        if answer.status_code != 200:
            raise KeycloakError(response_code=answer.status_code, response_body=answer.content)
        return answer.json()

    @contextmanager
    def _call(self, *, by_id: bool = False, seconds: float = 0) -> Iterator[None]:
        if self._in_transaction():
            raise AssertionError("no network inside a transaction (P9)")
        with within(seconds or self._seconds):
            try:
                yield
            except KeycloakError as error:
                failure = answers.meaning(error)
                if by_id and answers.forbidden(error) and self._sees_the_group():
                    failure = UserOutside()
                if isinstance(failure, ConfigurationError):
                    failure = ConfigurationError(f"{self._part}_forbidden", self._part)
            except answers.WRONG_SHAPE:
                failure = answers.wrong_shape()
            else:
                return
        raise failure from None

    def _sees_the_group(self) -> bool:
        """Whether our right on the group is alive: then a forbidden user is one that somebody moved out of it."""
        try:
            return bool(self._get(f"group-by-path{GROUP}"))
        except (KeycloakError, *answers.WRONG_SHAPE):
            return False


def _from(since: datetime, first: int, most: int) -> dict[str, Any]:
    return {"dateFrom": int(since.timestamp() * 1000), "direction": "asc", "first": first, "max": most}


def _list(answer: Any) -> list[Any]:
    if not isinstance(answer, list):
        raise ValueError("no list")
    return answer


def _at(milliseconds: Any) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def _user_event(one: Any) -> UserEvent:
    by = (one.get("details") or {}).get("impersonator") or ""
    return UserEvent(
        answers.user_id(one["id"]), _at(one["time"]), str(one["type"]), one.get("userId") or "", by,
        (one.get("ipAddress") or "") if by else "",
    )  # fmt: skip


def _admin_event(one: Any) -> AdminEvent:
    by = one.get("authDetails") or {}
    return AdminEvent(
        answers.user_id(one["id"]), _at(one["time"]), str(one["operationType"]), str(one["resourceType"]),
        one.get("resourcePath") or "", by.get("userId") or "", by.get("ipAddress") or "",
    )  # fmt: skip


def _member(one: Any) -> Member:
    known = answers.user(one)
    return Member(
        known.id, str(one["username"]), known.email, one.get("firstName") or "", one.get("lastName") or "",
        answers.customer_number(one), known.application_id, known.enabled,
        frozenset(one.get("requiredActions") or ()), known.token,
    )  # fmt: skip
