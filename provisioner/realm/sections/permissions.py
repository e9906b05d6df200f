"""Fine-grained admin permissions (v2): which client may do what to the members of which group.

They live in the client `admin-permissions`, which the server makes when the realm switches them on, and do not travel
in realm files; so they are written by REST, with ids in place of the names of `realm-config/`.
"""

from provisioner.realm.admin import RealmAt
from provisioner.realm.difference import Document
from provisioner.realm.sections.section import Section


def read(realm: RealmAt, desired: Document) -> Document:
    """Our policies and permissions, ids turned back into names."""
    server = _server(realm)
    if server is None:
        return {}
    policies = {name: _read_policy(realm, server, name, wanted) for name, wanted in desired["policies"].items()}
    groups = {name: _read_group(realm, server, name, wanted) for name, wanted in desired["groups"].items()}
    return {"policies": _found(policies), "groups": _found(groups)}


def write(realm: RealmAt, desired: Document, actual: Document) -> None:
    """Create or change what differs; permissions of others stay."""
    server = _server(realm) or ()
    for name, wanted in desired["policies"].items():
        if actual.get("policies", {}).get(name) != wanted:
            users = _service_accounts(realm, wanted)
            body = {"name": name, "logic": "POSITIVE", "users": users}
            _put(realm, (*server, "policy", "user"), name, body | {"type": "user"})
    for name, wanted in desired["groups"].items():
        body = {
            "name": name,
            "type": "scope",
            "resourceType": "Groups",
            "resources": [_group(realm, wanted["group"])],
            "scopes": wanted["scopes"],
            "policies": wanted["policies"],
        }
        _put(realm, (*server, "permission", "scope"), name, body)


def _put(realm: RealmAt, place: tuple[str, ...], name: str, body: Document) -> None:
    found = _named(realm, place, name)
    if found is None:
        realm.post(*place, body=body)
    else:
        realm.put(*place, found["id"], body={**body, "id": found["id"]})


def _read_policy(realm: RealmAt, server: tuple[str, ...], name: str, wanted: Document) -> Document | None:
    found = _named(realm, (*server, "policy", "user"), name)
    if found is None:
        return None
    users = realm.get(*server, "policy", "user", found["id"]).get("users", [])
    ours = sorted(users) == sorted(_service_accounts(realm, wanted)) and found["logic"] == "POSITIVE"
    return {"clients": wanted["clients"] if ours else ["others"]}


def _read_group(realm: RealmAt, server: tuple[str, ...], name: str, wanted: Document) -> Document | None:
    found = _named(realm, (*server, "permission", "scope"), name)
    if found is None:
        return None
    parts = {part: _names(realm, server, found["id"], part) for part in ("scopes", "resources", "associatedPolicies")}
    ours = parts["resources"] == [_group(realm, wanted["group"])]
    return {
        "group": wanted["group"] if ours else "others",
        "scopes": parts["scopes"],
        "policies": parts["associatedPolicies"],
    }


def _names(realm: RealmAt, server: tuple[str, ...], permission: str, part: str) -> list[str]:
    return [str(each["name"]) for each in realm.get(*server, "permission", permission, part)]


def _server(realm: RealmAt) -> tuple[str, ...] | None:
    found = realm.client("admin-permissions")
    return ("clients", found["id"], "authz", "resource-server") if found else None


def _named(realm: RealmAt, place: tuple[str, ...], name: str) -> Document | None:
    found = realm.get(*place, query=f"?name={name}")
    return next((dict(each) for each in found if each["name"] == name), None)


def _service_accounts(realm: RealmAt, wanted: Document) -> list[str]:
    return [_service_account(realm, client) for client in wanted["clients"]]


def _service_account(realm: RealmAt, client_id: str) -> str:
    """The id of the client's service account; empty while plan looks at a realm that lacks the client."""
    client = realm.client(client_id)
    user = realm.find("clients", client["id"], "service-account-user") if client else None
    return str(user["id"]) if user else ""


def _group(realm: RealmAt, path: str) -> str:
    group = realm.find("group-by-path", path.lstrip("/"))
    return str(group["id"]) if group else ""


def _found(entries: Document) -> Document:
    return {name: entry for name, entry in entries.items() if entry is not None}


SECTION = Section("permissions", read, write)
