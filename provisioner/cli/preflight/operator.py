"""The checks that need an operator's credentials, and the one of the secrets themselves."""

from collections.abc import Mapping
from datetime import datetime

from provisioner.cli.preflight.finding import Fault, Warned
from provisioner.credentials.age import LONGEST, too_old
from provisioner.outside.keycloak import versions
from provisioner.realm.admin import RealmAdmin, RealmError
from provisioner.realm.demands import demands
from provisioner.realm.exposure import exposures
from provisioner.realm.exposure import first_administrator as still_there
from provisioner.settings import PREFIX, Settings, SettingsError


def keycloak_version(admin: RealmAdmin) -> None:
    """The server is not one of those with the account-takeover hole (CVE-2026-18963)."""
    try:
        problem = versions.refusal(admin.version())
    except RealmError as error:
        raise Fault(str(error)) from None
    if problem:
        raise Fault(problem)


def realm_demands(admin: RealmAdmin, settings: Settings) -> None:
    """The customers' realm asks for nothing that the desk does not send."""
    try:
        found = demands(admin, settings)
    except (RealmError, SettingsError) as error:
        raise Fault(str(error)) from None
    if found:
        raise Fault(f"{'; '.join(found)}: take it back in Keycloak's console")


def secrets_age(environment: Mapping[str, str], now: datetime) -> None:
    """No secret should have been exchanged a month ago."""
    if found := [PREFIX + name.upper() for name in too_old(environment, now)]:
        cure = "exchange them (keys: `provisioner realm rotate-key`)"
        raise Warned(f"more than {LONGEST.days} days old: {', '.join(found)}; {cure}")


def exposure(admin: RealmAdmin, settings: Settings) -> None:
    """Neither realm is open to the world."""
    try:
        found = exposures(admin, settings)
    except RealmError as error:
        raise Fault(str(error)) from None
    if found:
        raise Fault("; ".join(found))


def first_administrator(admin: RealmAdmin) -> None:
    """The administrator of the first start has gone."""
    try:
        found = still_there(admin)
    except RealmError as error:
        raise Fault(str(error)) from None
    if found:
        raise Warned("is still there: give every operator a login of their own and delete it in Keycloak's console")
