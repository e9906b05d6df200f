"""The desired documents, one a realm, read from `realm-config/` and filled in."""

from pathlib import Path
from typing import Any

from provisioner.realm.credentials import CLIENT
from provisioner.realm.difference import Document
from provisioner.realm.keyed_clients import keyed
from provisioner.realm.placeholders import fill, values
from provisioner.settings import Settings, branding
from provisioner.settings.files import yaml_object
from provisioner.settings.shipped import folder

POLICIES = ("regulamin", "strong", "staff")


class BadRealmFile(Exception):
    """A file in `realm-config/` is YAML, but not what a realm is made of."""


def desired_realms(settings: Settings, config: Path | None = None) -> dict[str, Document]:
    """Realm name → what it must look like; `config` replaces the folder that ships with the product.

    Raises SettingsError (a secret is missing, a file cannot be read), BadRealmFile and UnknownPlaceholder.
    """
    config = config or folder("realm-config")
    policies = _policies(config / "password-policies.yaml")
    known = values(settings, policies, branding.load(config / "branding.toml"))
    common = yaml_object(config / "common.yaml")
    customers = yaml_object(config / "ibok.yaml")
    if settings.portal_redirect_uri:
        customers = merged(customers, yaml_object(config / "portal.yaml"))
    realms = {settings.staff_realm: yaml_object(config / "staff.yaml"), settings.customers_realm: customers}
    filled = {name: keyed(fill(merged(common, document), known)) for name, document in realms.items()}
    for name, document in filled.items():
        if odd := [part for part, content in document.items() if not isinstance(content, dict)]:
            raise BadRealmFile(f"{name}: {odd[0]}: names with values are expected")
    return filled


def desired_client(settings: Settings, secret: str, config: Path | None = None) -> Document:
    """What the realm `master` must hold of ours: the client of these commands, with that secret."""
    document = yaml_object((config or folder("realm-config")) / "operator.yaml")
    realms = {"customers_realm": settings.customers_realm, "staff_realm": settings.staff_realm}
    return dict(fill(document, {**realms, "operator_client_id": CLIENT, "operator_client_secret": secret}))


def merged(under: Document, over: Document) -> Document:
    """Both documents in one; where both say something, the second wins, objects are joined key by key."""
    result: dict[str, Any] = dict(under)
    for key, value in over.items():
        known = result.get(key)
        result[key] = merged(known, value) if isinstance(known, dict) and isinstance(value, dict) else value
    return result


def _policies(file: Path) -> dict[str, str]:
    rules = yaml_object(file)
    for name in POLICIES:
        if not isinstance(rules.get(name), str):
            raise BadRealmFile(f"{file.name}: {name}: a password policy is expected, one text")
    return {name: " ".join(rules[name].split()) for name in POLICIES}
