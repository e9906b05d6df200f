"""What the customers' realm asks of a new customer beyond what we send: what others have added, and `apply` leaves."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from provisioner.outside.password import TEMPORARY_LENGTH
from provisioner.realm.admin import RealmAdmin, RealmAt
from provisioner.realm.desired import desired_realms
from provisioner.settings import Settings

MET: Mapping[str, Callable[[int], bool]] = {
    "length": lambda least: least <= TEMPORARY_LENGTH,
    "maxLength": lambda most: most >= TEMPORARY_LENGTH,
    "digits": lambda least: least <= 1,
    "lowerCase": lambda least: least <= 1,
    "upperCase": lambda least: least < 1,
    "specialChars": lambda least: least < 1,
}
"""What of a password policy the desk's temporary passwords meet; rules that are not here ask nothing of a drawn one."""
UNNAMED = {"length": 8, "maxLength": 64}
"""What Keycloak takes where a rule names no number; of all others it is 1."""
PATTERN = "regexPattern"


def demands(admin: RealmAdmin, settings: Settings, config: Path | None = None) -> list[str]:
    """One line for each thing to be taken back in Keycloak's console; nothing is written.

    Raises SettingsError, BadRealmFile, UnknownPlaceholder, RealmError.
    """
    name = settings.customers_realm
    ours = desired_realms(settings, config)[name]
    realm = admin.realm(name)
    policies = [str((one or {}).get("passwordPolicy") or "").split(" and ") for one in (realm.find(), ours["realm"])]
    return [
        f"{name} / {line}"
        for line in [
            *_required_attributes(realm, ours["profile"]["attributes"]),
            *_required_actions(realm),
            *unmet_by_temporary_passwords(*policies),
        ]
    ]


def unmet_by_temporary_passwords(rules: Sequence[str], ours: Sequence[str]) -> Iterator[str]:
    """The rules of a realm's password policy that a temporary password of the desk's does not meet.

    Of a pattern nobody can say what it lets pass; one that is not `ours` is told.
    """
    for rule in rules:
        name, _, value = rule.strip().removesuffix(")").partition("(")
        meets = MET.get(name)
        if meets is None:
            refused = name == PATTERN and rule not in ours
        else:
            refused = not meets(int(value) if value.isdecimal() else UNNAMED.get(name, 1))
        if refused:
            yield f"password policy / {rule.strip()}: the desk's temporary passwords do not meet it"


def _required_attributes(realm: RealmAt, ours: dict[str, object]) -> Iterator[str]:
    for attribute in (realm.find("users", "profile") or {}).get("attributes", ()):
        if attribute["name"] not in ours and attribute.get("required") is not None:
            yield f"profile / {attribute['name']}: required, but the desk does not send it"


def _required_actions(realm: RealmAt) -> Iterator[str]:
    for action in realm.find("authentication", "required-actions") or ():
        if action["enabled"] and action["defaultAction"]:
            yield f"required actions / {action['alias']}: asked of every new customer, and no mail of ours says so"
