"""What stands open to the world: in our realms, by others' hands, and in `master`. Looked at, never changed."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from provisioner.realm.admin import RealmAdmin, RealmAt
from provisioner.realm.apply import MASTER
from provisioner.realm.difference import Document
from provisioner.settings import Settings

BUILT_IN = ("account", "account-console", "security-admin-console")
"""Keycloak keeps their ways back to its own addresses."""
LOOPBACK = ("localhost", "127.0.0.1", "::1")


def exposures(admin: RealmAdmin, settings: Settings) -> list[str]:
    """One line for each thing to close in Keycloak's console. Raises RealmError."""
    realms = [admin.realm(name) for name in (settings.staff_realm, settings.customers_realm)]
    return [f"{realm.name} / {line}" for realm in realms for line in (*_realm(realm), *_clients(realm))]


def first_administrator(admin: RealmAdmin) -> bool:
    """Whether the administrator of Keycloak's first start is still there; only another administrator sees it.

    Raises RealmError.
    """
    return bool(admin.realm(MASTER).get("users", query="?q=is_temporary_admin:true"))


def _realm(realm: RealmAt) -> Iterator[str]:
    found = realm.representation() or {}
    if found.get("registrationAllowed"):
        yield "anybody can register: switch off user registration"
    if str(found.get("sslRequired")).lower() == "none":
        yield "passwords may travel without TLS: set Require SSL"
    policies = realm.get(
        "components", query="?type=org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy"
    )
    if not any(one["providerId"] == "trusted-hosts" and one.get("subType") == "anonymous" for one in policies):
        yield "anybody can register a client: put the policy Trusted Hosts back for anonymous access"


def _clients(realm: RealmAt) -> Iterator[str]:
    for client in realm.find("clients") or ():
        if client.get("enabled") and client["clientId"] not in BUILT_IN:
            yield from (f"clients / {client['clientId']}: {line}" for line in _client(client))


def _client(client: Document) -> Iterator[str]:
    # Whether it logs anybody in today counts for nothing: one switch in the console, and it does.
    ways = client.get("redirectUris") or ()
    if any(_anywhere(one) for one in ways):
        yield "tokens may be taken to any address: name exact redirect addresses"
    if any(_unprotected(one) for one in ways):
        yield "tokens may travel without TLS: name redirect addresses with https://"
    if client.get("implicitFlowEnabled"):
        yield "tokens in addresses: switch off the implicit flow"
    if client.get("directAccessGrantsEnabled"):
        yield "takes passwords past the login page: switch off direct access grants"


def _anywhere(address: str) -> bool:
    """Keycloak takes whatever begins with what stands before the `*`: without a path that is any server's name."""
    return "*" in address.rpartition("://")[2].partition("/")[0]


def _unprotected(address: str) -> bool:
    return address.startswith("http://") and urlsplit(address.replace("*", "")).hostname not in LOOPBACK
