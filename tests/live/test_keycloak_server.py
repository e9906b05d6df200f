"""The server the live tests run on."""

import pytest
import requests

from tests.keycloak_server import RunningKeycloak

pytestmark = pytest.mark.live


def password_grant(server: RunningKeycloak, password: str) -> requests.Response:
    form = {"grant_type": "password", "client_id": "admin-cli", "username": server.admin_username, "password": password}
    return requests.post(f"{server.url}/realms/master/protocol/openid-connect/token", data=form, timeout=10)


def test_the_administrator_signs_in_with_the_sessions_own_password(keycloak_server: RunningKeycloak) -> None:
    assert password_grant(keycloak_server, keycloak_server.admin_password).status_code == 200


def test_the_default_password_is_refused(keycloak_server: RunningKeycloak) -> None:
    assert password_grant(keycloak_server, "admin").json()["error"] == "invalid_grant"


def test_tokens_name_the_address_browsers_use(keycloak_server: RunningKeycloak) -> None:
    answer = requests.get(f"{keycloak_server.url}/realms/master/.well-known/openid-configuration", timeout=10)
    assert answer.json()["issuer"] == f"{keycloak_server.url}/realms/master"
    assert keycloak_server.url.startswith("http://localhost:")
