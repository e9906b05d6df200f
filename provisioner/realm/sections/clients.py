"""Clients: their settings, secret and parts. A client of somebody else's is left alone."""

from provisioner.realm.admin import RealmAt
from provisioner.realm.difference import Document
from provisioner.realm.sections import client_parts, client_rights
from provisioner.realm.sections.section import Section

PARTS = {
    "default_scopes": client_parts.SCOPES["default_scopes"],
    "optional_scopes": client_parts.SCOPES["optional_scopes"],
    "roles": client_parts.ROLES,
    "mappers": client_parts.MAPPERS,
    "service_account": client_rights.SERVICE_ACCOUNT,
    "scope_mappings": client_rights.SCOPE_MAPPINGS,
}
"""Key in the client's document → how it is read and written, in this order."""


OURS = "account-desk.client"
"""The attribute by which a client that `apply` once made is known, whatever has become of its name in the settings."""
SWITCHED_OFF: Document = {"representation": {"enabled": False}}


def also_switched_off(realm: RealmAt, desired: Document) -> Document:
    """Clients that were ours and are asked for no more are switched off, not deleted: their secret may come back."""
    found = realm.find("clients") or []
    former = [client["clientId"] for client in found if OURS in (client.get("attributes") or {})]
    return desired | {name: SWITCHED_OFF for name in former if name not in desired}


def read(realm: RealmAt, desired: Document) -> Document:
    """Each desired client that exists, with the parts that are desired."""
    found = {name: realm.client(name) for name in desired}
    return {name: _read(realm, client, desired[name]) for name, client in found.items() if client is not None}


def write(realm: RealmAt, desired: Document, _actual: Document) -> None:
    """Create or change each client, then its parts."""
    for name, wanted in desired.items():
        client = realm.client(name)
        if client is None:
            realm.post("clients", body={"clientId": name, **_body(wanted, {})})
        elif _differs(realm, client, wanted):
            realm.put("clients", client["id"], body={**client, **_body(wanted, client)})
        client = realm.client(name) or {}
        for key, part in PARTS.items():
            if key in wanted:
                part.write(realm, client["id"], wanted[key])


def _read(realm: RealmAt, client: Document, wanted: Document) -> Document:
    result: Document = {"representation": client}
    if "secret" in wanted:
        result["secret"] = _secret(realm, client)
    return result | {key: part.read(realm, client["id"], wanted[key]) for key, part in PARTS.items() if key in wanted}


def _secret(realm: RealmAt, client: Document) -> str | None:
    value = realm.get("clients", client["id"], "client-secret").get("value")
    return str(value) if value else None


def _differs(realm: RealmAt, client: Document, wanted: Document) -> bool:
    body = _body(wanted, client)
    secret = body.pop("secret", None)
    return any(client.get(key) != value for key, value in body.items()) or (
        secret is not None and secret != _secret(realm, client)
    )


def _body(wanted: Document, client: Document) -> Document:
    body = dict(wanted.get("representation", {}))
    if "attributes" in body:
        body["attributes"] = {**client.get("attributes", {}), **body["attributes"]}
    return body | ({"secret": wanted["secret"]} if "secret" in wanted else {})


SECTION = Section("clients", read, write, also_switched_off)
