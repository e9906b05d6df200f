"""Clients that sign instead of showing a secret: Keycloak is told the public halves of their keys."""

from typing import Any

from provisioner.credentials import public_halves
from provisioner.realm.difference import Document
from provisioner.settings.pem import is_pem


def keyed(document: Document) -> Document:
    """The same realm, with each client whose `secret` is a file of keys as one that signs."""
    if not isinstance(clients := document.get("clients"), dict):
        return document
    return document | {"clients": {name: _signing(client) for name, client in clients.items()}}


def _signing(client: Any) -> Any:
    if not isinstance(client, dict) or not is_pem(str(client.get("secret", ""))):
        return client
    rest = {key: value for key, value in client.items() if key != "secret"}
    told = rest["representation"]
    attributes = told.get("attributes", {}) | {
        "use.jwks.string": "true",
        "use.jwks.url": "false",
        "jwks.string": public_halves(client["secret"]),
        "token.endpoint.auth.signing.alg": "ES256",
    }
    return rest | {"representation": told | {"clientAuthenticatorType": "client-jwt", "attributes": attributes}}
