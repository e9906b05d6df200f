"""What hangs on a client at addresses of its own: scopes, roles, mappers."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from provisioner.realm.admin import RealmAt
from provisioner.realm.difference import Document


@dataclass(frozen=True)
class Part:
    """How one part of a client is read and made equal; the texts are the client's internal id."""

    read: Callable[[RealmAt, str, Any], Any]
    write: Callable[[RealmAt, str, Any], None]


def _read_scopes(kind: str, realm: RealmAt, client: str, _wanted: list[str]) -> list[str]:
    return [scope["name"] for scope in realm.get("clients", client, kind)]


def _write_scopes(kind: str, realm: RealmAt, client: str, wanted: list[str]) -> None:
    assigned = {scope["name"]: scope["id"] for scope in realm.get("clients", client, kind)}
    known = {scope["name"]: scope["id"] for scope in realm.get("client-scopes")}
    for name in assigned.keys() - set(wanted):
        realm.delete("clients", client, kind, assigned[name])
    for name in set(wanted) - assigned.keys():
        realm.put("clients", client, kind, known[name])


def _read_roles(realm: RealmAt, client: str, _wanted: Document) -> Document:
    return {role["name"]: role.get("description") for role in realm.get("clients", client, "roles")}


def _write_roles(realm: RealmAt, client: str, wanted: Document) -> None:
    existing = {role["name"]: role for role in realm.get("clients", client, "roles")}
    for name, description in wanted.items():
        if name not in existing:
            realm.post("clients", client, "roles", body={"name": name, "description": description})
        elif existing[name].get("description") != description:
            realm.put("clients", client, "roles", name, body={**existing[name], "description": description})


def _mappers(realm: RealmAt, client: str) -> Document:
    return {mapper["name"]: mapper for mapper in realm.get("clients", client, "protocol-mappers", "models")}


def _read_mappers(realm: RealmAt, client: str, _wanted: Document) -> Document:
    return _mappers(realm, client)


def _write_mappers(realm: RealmAt, client: str, wanted: Document) -> None:
    existing = _mappers(realm, client)
    for name, mapper in wanted.items():
        found = existing.get(name)
        if found is None:
            realm.post("clients", client, "protocol-mappers", "models", body={"name": name, **mapper})
            continue
        body = {**found, **mapper, "config": {**found["config"], **mapper["config"]}}
        if body != found:
            realm.put("clients", client, "protocol-mappers", "models", found["id"], body=body)


SCOPES = {
    f"{kind}_scopes": Part(
        partial(_read_scopes, f"{kind}-client-scopes"), partial(_write_scopes, f"{kind}-client-scopes")
    )
    for kind in ("default", "optional")
}
ROLES = Part(_read_roles, _write_roles)
MAPPERS = Part(_read_mappers, _write_mappers)
