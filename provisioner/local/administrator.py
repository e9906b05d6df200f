"""Give a fresh copy of the prepared server an administrator's password of its own."""

import requests

from provisioner.local.errors import StackError
from provisioner.local.prepared import CACHE_PASSWORD
from provisioner.local.server import ADMIN, KeycloakServer

SECONDS = 10


def take_over(server: KeycloakServer, password: str) -> None:
    """Replace the cache's administrator password by this installation's; done once, harmless later.

    Raises StackError when neither password is accepted.
    """
    first = server.home / CACHE_PASSWORD
    with requests.Session() as session:
        session.trust_env = False
        if not _token(session, server.url, password):
            token = _token(session, server.url, first.read_text().strip()) if first.is_file() else None
            if token is None:
                raise StackError(f"Keycloak at {server.url} knows another administrator's password: run `local reset`")
            _reset(session, server.url, token, password)
    first.unlink(missing_ok=True)


def _token(session: requests.Session, url: str, password: str) -> str | None:
    form = {"grant_type": "password", "client_id": "admin-cli", "username": ADMIN, "password": password}
    answer = session.post(f"{url}/realms/master/protocol/openid-connect/token", data=form, timeout=SECONDS)
    return str(answer.json()["access_token"]) if answer.ok else None


def _reset(session: requests.Session, url: str, token: str, password: str) -> None:
    users = f"{url}/admin/realms/master/users"
    session.headers["Authorization"] = f"Bearer {token}"
    found = session.get(users, params={"username": ADMIN, "exact": "true"}, timeout=SECONDS)
    found.raise_for_status()
    change = {"type": "password", "value": password, "temporary": False}
    session.put(f"{users}/{found.json()[0]['id']}/reset-password", json=change, timeout=SECONDS).raise_for_status()
