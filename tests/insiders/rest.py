"""What an administrator of Keycloak does by REST, and what of it is told on the desk."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from provisioner.agreement.rules import FindingKind
from provisioner.realm.admin import RealmAt

Kind = FindingKind
Undo = Callable[[], None]
OWN = {"type": "password", "value": "mojeHaslo12", "temporary": False}


@dataclass(frozen=True)
class OfUser:
    """Done to one customer's user; `found` stands about that account within a reading of the events."""

    does: str
    found: frozenset[Kind]
    done: Callable[[RealmAt, str], None]
    blocked: bool = False
    """Done to an account that is blocked."""


@dataclass(frozen=True)
class OfRealm:
    """Done to the realm; gives what undoes it, for the other tests on the same server."""

    does: str
    found: Kind
    done: Callable[[RealmAt], Undo]


def _changed(**body: Any) -> Callable[[RealmAt, str], None]:
    return lambda realm, user: realm.put("users", user, body=body)


def _marked(realm: RealmAt, user: str) -> None:
    found = realm.get("users", user)
    realm.put("users", user, body={**found, "attributes": {**found["attributes"], "applicationId": ["of-nobody"]}})


def _of_another_customer(realm: RealmAt, user: str) -> None:
    found = realm.get("users", user)
    realm.put("users", user, body={**found, "attributes": {**found["attributes"], "customerNumber": ["900900"]}})


def _of_another_mail(realm: RealmAt, user: str) -> None:
    found = realm.get("users", user)
    realm.put("users", user, body={**found, "attributes": {**found["attributes"], "notMe": ["of-another-account"]}})


def _out_of_the_group(realm: RealmAt, user: str) -> None:
    realm.delete("users", user, "groups", realm.get("group-by-path", "customers")["id"])


def _role(realm: RealmAt) -> tuple[str, list[Any]]:
    owner = realm.get("clients", query="?clientId=realm-management")[0]["id"]
    return owner, [realm.get("clients", owner, "roles", "view-users")]


def _given_rights(realm: RealmAt, user: str) -> None:
    owner, role = _role(realm)
    realm.post("users", user, "role-mappings", "clients", owner, body=role)


def _worker_given_rights(realm: RealmAt) -> Undo:
    client = realm.get("clients", query="?clientId=provisioner")[0]["id"]
    user = realm.get("clients", client, "service-account-user")["id"]
    owner, role = _role(realm)
    _given_rights(realm, user)
    return lambda: realm.delete("users", user, "role-mappings", "clients", owner, body=role)


def _stranger_given_rights(realm: RealmAt) -> Undo:
    realm.post("users", body={"username": "insider-helper", "enabled": True})
    user = realm.get("users", query="?username=insider-helper&exact=true")[0]["id"]
    _given_rights(realm, user)
    return lambda: realm.delete("users", user)


def _redirected(realm: RealmAt) -> Undo:
    client = realm.get("clients", query="?clientId=account-console")[0]
    realm.put("clients", client["id"], body={**client, "redirectUris": [*client["redirectUris"], "/elsewhere"]})
    return lambda: realm.put("clients", client["id"], body=client)


def _own_client(realm: RealmAt) -> Undo:
    realm.post("clients", body={"clientId": "insider", "serviceAccountsEnabled": True, "publicClient": False})
    made = realm.get("clients", query="?clientId=insider")[0]["id"]
    return lambda: realm.delete("clients", made)


def _own_login(realm: RealmAt) -> Undo:
    """Whoever is known there is known here."""
    told = {"alias": "insider", "providerId": "oidc", "enabled": False, "config": {"clientId": "x", "clientSecret": "y",
            "authorizationUrl": "https://login.example/a", "tokenUrl": "https://login.example/t"}}  # fmt: skip
    realm.post("identity-provider", "instances", body=told)
    return lambda: realm.delete("identity-provider", "instances", "insider")


def _second_factor(realm: RealmAt) -> Undo:
    action = realm.get("authentication", "required-actions", "CONFIGURE_TOTP")
    realm.put("authentication", "required-actions", "CONFIGURE_TOTP", body={**action, "enabled": False})
    return lambda: realm.put("authentication", "required-actions", "CONFIGURE_TOTP", body=action)


def _weaker_passwords(realm: RealmAt) -> Undo:
    before = realm.get()["passwordPolicy"]
    realm.put(body={"passwordPolicy": "length(1)"})
    return lambda: realm.put(body={"passwordPolicy": before})


def _events_off(realm: RealmAt) -> Undo:
    before = realm.get("events", "config")
    realm.put("events", "config", body={**before, "adminEventsEnabled": False})
    return lambda: realm.put("events", "config", body=before)


def _events_deleted(realm: RealmAt) -> Undo:
    realm.delete("admin-events")
    return lambda: None


ALARM = frozenset({Kind.USER_CHANGED})
OF_USERS = (
    OfUser("lets nobody in", ALARM | {Kind.DISABLED}, _changed(enabled=False)),
    OfUser("lets a blocked customer in", ALARM | {Kind.ENABLED}, _changed(enabled=True), blocked=True),
    OfUser("takes the mailbox", ALARM | {Kind.EMAIL_DIFFERS}, _changed(email="insider@example.com")),
    OfUser("writes another name", ALARM | {Kind.NAME_DIFFERS}, _changed(lastName="Inny")),
    OfUser("reads another customer's invoices", ALARM | {Kind.NUMBER_DIFFERS}, _of_another_customer),
    OfUser("asks for a step at the next login", ALARM | {Kind.ACTION_ADDED},
           _changed(requiredActions=["CONFIGURE_TOTP"])),
    OfUser("asks for a new password", ALARM | {Kind.PASSWORD_RESET}, _changed(requiredActions=["UPDATE_PASSWORD"])),
    OfUser("sets a password of their own", ALARM,
           lambda realm, user: realm.put("users", user, "reset-password", body=OWN)),
    OfUser("takes the mark of another application", ALARM | {Kind.MARKER_DIFFERS}, _marked),
    OfUser("leads the customer's mails to another account", ALARM, _of_another_mail),
    OfUser("moves the user out of our sight", ALARM | {Kind.OUTSIDE_GROUP}, _out_of_the_group),
    OfUser("gives the customer rights over others", ALARM, _given_rights),
    OfUser("becomes the customer", frozenset({Kind.IMPERSONATED}),
           lambda realm, user: realm.post("users", user, "impersonation", body={})),
    OfUser("deletes the user", ALARM | {Kind.USER_MISSING}, lambda realm, user: realm.delete("users", user)),
    OfUser("deletes a blocked user", ALARM | {Kind.USER_MISSING}, lambda realm, user: realm.delete("users", user),
           blocked=True),
)  # fmt: skip
OF_REALMS = (
    OfRealm("gives the worker more rights", Kind.RIGHTS_CHANGED, _worker_given_rights),
    OfRealm("gives a helper rights over customers", Kind.RIGHTS_CHANGED, _stranger_given_rights),
    OfRealm("sends logins elsewhere", Kind.CLIENT_CHANGED, _redirected),
    OfRealm("makes a client of their own", Kind.CLIENT_CHANGED, _own_client),
    OfRealm("lets people in through a login of their own", Kind.REALM_CHANGED, _own_login),
    OfRealm("weakens passwords", Kind.REALM_CHANGED, _weaker_passwords),
    OfRealm("switches the second factor off", Kind.SECOND_FACTOR_CHANGED, _second_factor),
    OfRealm("switches events off", Kind.EVENTS_OFF, _events_off),
    OfRealm("deletes what Keycloak has noted", Kind.EVENTS_GONE, _events_deleted),
)
