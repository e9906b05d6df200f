"""The rights of a client that logs in as itself: its service account's roles, and the roles its tokens may carry.

Both are exactly as desired: a role given by hand is taken away again. This is the only place that touches a user, and
that user is the client's own service account.
"""

from collections.abc import Callable
from functools import partial

from provisioner.realm.admin import RealmAt
from provisioner.realm.difference import Document
from provisioner.realm.sections.client_parts import Part

REALM = "realm"
"""The key for roles of the realm itself, beside the names of clients."""

Base = Callable[[RealmAt, str], tuple[str, ...]]
"""Where the mappings of a client are found."""


def _of_service_account(realm: RealmAt, client: str) -> tuple[str, ...]:
    user = realm.get("clients", client, "service-account-user")
    return ("users", user["id"], "role-mappings")


def _of_scope(_realm: RealmAt, client: str) -> tuple[str, ...]:
    return ("clients", client, "scope-mappings")


def _read(base: Base, realm: RealmAt, client: str, _wanted: Document) -> Document:
    mappings = realm.get(*base(realm, client))
    result = {name: _names(entry["mappings"]) for name, entry in mappings.get("clientMappings", {}).items()}
    if mappings.get("realmMappings"):
        result[REALM] = _names(mappings["realmMappings"])
    return result


def _write(base: Base, realm: RealmAt, client: str, wanted: Document) -> None:
    where = base(realm, client)
    actual = _read(base, realm, client, wanted)
    for container in wanted.keys() | actual.keys():
        desired, found = set(wanted.get(container, [])), set(actual.get(container, []))
        if desired == found:
            continue
        place, roles = _container(realm, container)
        if surplus := [roles[name] for name in found - desired]:
            realm.delete(*where, *place, body=surplus)
        if missing := [roles[name] for name in desired - found]:
            realm.post(*where, *place, body=missing)


def _container(realm: RealmAt, name: str) -> tuple[tuple[str, ...], Document]:
    """Where mappings of these roles are written, and the roles themselves by name."""
    if name == REALM:
        return ("realm",), {role["name"]: role for role in realm.get("roles")}
    owner = realm.get("clients", query=f"?clientId={name}")[0]["id"]
    return ("clients", owner), {role["name"]: role for role in realm.get("clients", owner, "roles")}


def _names(roles: list[Document]) -> list[str]:
    return [str(role["name"]) for role in roles]


SERVICE_ACCOUNT = Part(partial(_read, _of_service_account), partial(_write, _of_service_account))
SCOPE_MAPPINGS = Part(partial(_read, _of_scope), partial(_write, _of_scope))
