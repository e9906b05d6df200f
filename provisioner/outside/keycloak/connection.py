"""How our processes reach Keycloak as one of their clients, and what their own token says of them."""

import json
from base64 import urlsafe_b64decode
from typing import Any

from keycloak import KeycloakAdmin, KeycloakOpenIDConnection
from pydantic import SecretStr

from provisioner.credentials import Credential, read
from provisioner.outside.keycloak.limit import keep_to_limits
from provisioner.settings import Settings


def admin(settings: Settings, realm: str, client_id: str, secret: SecretStr | None) -> KeycloakAdmin:
    """The library's client for this realm, whose calls share one time limit (`limit.within`)."""
    made = KeycloakAdmin(connection=_Connection(settings, realm, client_id, read(secret)))
    for connection in (made.connection, made.connection.keycloak_openid.connection):
        # The library's own session, which it offers no way to choose; its version is pinned.
        keep_to_limits(connection._s)
    return made


class _Connection(KeycloakOpenIDConnection):
    """The library's connection, with which each token is asked for by our own credential."""

    def __init__(self, settings: Settings, realm: str, client_id: str, credential: Credential) -> None:
        super().__init__(
            server_url=settings.keycloak_server,
            realm_name=realm,
            user_realm_name=realm,
            client_id=client_id,
            grant_type="client_credentials",
        )
        self._credential = credential
        self._called = f"{settings.keycloak_url}/realms/{realm}"

    def get_token(self) -> None:
        """Ask for a new one; the library does so by itself when one is over."""
        shown: dict[str, Any] = {**self._credential.shown(str(self.client_id), self._called)}
        self.token = self.keycloak_openid.token(grant_type="client_credentials", **shown)


def own_claims(connected: KeycloakAdmin) -> dict[str, Any]:
    """What a fresh token says of the client itself; not verified, since it comes from where we asked for it.

    Raises KeycloakError, or ValueError and its like for something that is no token.
    """
    connected.connection.get_token()
    token = connected.connection.token or {}
    body = str(token["access_token"]).split(".")[1]
    claims = json.loads(urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return dict(claims)
