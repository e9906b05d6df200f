"""What stands open in a client of Keycloak, whoever made it."""

import pytest

from provisioner.realm.exposure import _client

ANYWHERE = "tokens may be taken to any address: name exact redirect addresses"
UNPROTECTED = "tokens may travel without TLS: name redirect addresses with https://"


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("*", [ANYWHERE]),
        ("https://*", [ANYWHERE]),
        ("https://ibok.example.pl*", [ANYWHERE]),
        ("https://*.example.pl/back", [ANYWHERE]),
        ("http://ibok.example.pl/back", [UNPROTECTED]),
        ("http://ibok.example.pl*", [ANYWHERE, UNPROTECTED]),
        ("https://ibok.example.pl/*", []),
        ("http://localhost:8400/*", []),
        ("http://[::1]:8400/back", []),
        ("/realms/ibok/account/*", []),
    ],
)
@pytest.mark.parametrize("logs_in", [True, False])
def test_a_way_back_that_somebody_else_can_have_is_told(address: str, told: list[str], logs_in: bool) -> None:
    assert list(_client({"redirectUris": [address], "standardFlowEnabled": logs_in})) == told


def test_a_client_without_ways_back_has_none_to_close() -> None:
    assert list(_client({"clientId": "bearer"})) == []
