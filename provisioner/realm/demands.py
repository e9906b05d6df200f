"""What the customers' realm asks of a new customer beyond what we send: what others have added, and `apply` leaves."""

from collections.abc import Iterator
from pathlib import Path

from provisioner.realm.admin import RealmAdmin, RealmAt
from provisioner.realm.desired import desired_realms
from provisioner.settings import Settings


def demands(admin: RealmAdmin, settings: Settings, config: Path | None = None) -> list[str]:
    """One line for each thing to be taken back in Keycloak's console; nothing is written.

    Raises SettingsError, BadRealmFile, UnknownPlaceholder, RealmError.
    """
    name = settings.customers_realm
    ours = desired_realms(settings, config)[name]["profile"]["attributes"]
    realm = admin.realm(name)
    return [f"{name} / {line}" for line in [*_required_attributes(realm, ours), *_required_actions(realm)]]


def _required_attributes(realm: RealmAt, ours: dict[str, object]) -> Iterator[str]:
    for attribute in (realm.find("users", "profile") or {}).get("attributes", ()):
        if attribute["name"] not in ours and attribute.get("required") is not None:
            yield f"profile / {attribute['name']}: required, but the desk does not send it"


def _required_actions(realm: RealmAt) -> Iterator[str]:
    for action in realm.find("authentication", "required-actions") or ():
        if action["enabled"] and action["defaultAction"]:
            yield f"required actions / {action['alias']}: asked of every new customer, and no mail of ours says so"
