"""The desired documents, one a realm, read from `realm-config/` and filled in."""

from pathlib import Path
from typing import Any

import yaml

from provisioner.realm.difference import Document
from provisioner.realm.placeholders import fill, values
from provisioner.settings import Settings, branding
from provisioner.settings.shipped import folder


class BadRealmFile(Exception):
    """A file in `realm-config/` is missing, is not YAML or is no object."""


def desired_realms(settings: Settings, config: Path | None = None) -> dict[str, Document]:
    """Realm name → what it must look like; `config` replaces the folder that ships with the product.

    Raises SettingsError (a secret is missing), BadRealmFile and UnknownPlaceholder.
    """
    config = config or folder("realm-config")
    policies = {name: " ".join(text.split()) for name, text in _read(config / "password-policies.yaml").items()}
    known = values(settings, policies, branding.load(config / "branding.toml"))
    common = _read(config / "common.yaml")
    customers = _read(config / "ibok.yaml")
    if settings.portal_redirect_uri:
        customers = merged(customers, _read(config / "portal.yaml"))
    realms = {settings.staff_realm: _read(config / "staff.yaml"), settings.customers_realm: customers}
    return {name: fill(merged(common, document), known) for name, document in realms.items()}


def merged(under: Document, over: Document) -> Document:
    """Both documents in one; where both say something, the second wins, objects are joined key by key."""
    result: dict[str, Any] = dict(under)
    for key, value in over.items():
        known = result.get(key)
        result[key] = merged(known, value) if isinstance(known, dict) and isinstance(value, dict) else value
    return result


def _read(file: Path) -> Document:
    try:
        document = yaml.safe_load(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadRealmFile(f"{file.name}: {error.strerror}") from error
    except yaml.YAMLError as error:
        raise BadRealmFile(f"{file.name}: not YAML: {error}") from error
    if not isinstance(document, dict):
        raise BadRealmFile(f"{file.name}: an object is expected")
    return document
