"""Signing and encryption keys: the providers that make them. A changed size makes a new key, as it should.

A new realm is created with exactly these (`new_realm`); otherwise the server would first make its weaker default ones.
"""

from provisioner.realm.admin import RealmAt
from provisioner.realm.difference import Document
from provisioner.realm.sections.section import Section

PROVIDER = "org.keycloak.keys.KeyProvider"


def new_realm(desired: Document) -> Document:
    """The part of a new realm's representation that holds the key providers."""
    providers = [{"name": kind, "providerId": kind, **wanted} for kind, wanted in desired.items()]
    return {"components": {PROVIDER: providers}}


def read(realm: RealmAt, desired: Document) -> Document:
    """The first provider of each desired kind."""
    return {kind: {"config": found["config"]} for kind, found in _components(realm).items() if kind in desired}


def write(realm: RealmAt, desired: Document, _actual: Document) -> None:
    """Add missing providers, change different ones."""
    components = _components(realm)
    parent = (realm.representation() or {})["id"]
    for kind, wanted in desired.items():
        found = components.get(kind)
        if found is None:
            body = {"name": kind, "providerId": kind, "providerType": PROVIDER, "parentId": parent}
            realm.post("components", body={**body, "config": wanted["config"]})
        elif any(found["config"].get(key) != value for key, value in wanted["config"].items()):
            realm.put("components", found["id"], body={**found, "config": {**found["config"], **wanted["config"]}})


def _components(realm: RealmAt) -> Document:
    found = realm.find("components", query=f"?type={PROVIDER}") or []
    return {component["providerId"]: component for component in reversed(found)}


SECTION = Section("keys", read, write)
