"""What differs between the desired document and the one read from the server; pure, no network."""

from dataclasses import dataclass
from typing import Any

Document = dict[str, Any]
"""JSON as Keycloak sends and takes it, or the part of it that is ours."""

HIDDEN = "***"
SECRET_KEYS = frozenset({"secret", "password", "clientSecret"})
EXACT_KEYS = frozenset({"smtpServer", "service_account", "scope_mappings"})
"""Objects that are ours as a whole: keys beyond the desired ones are a difference too."""


@dataclass(frozen=True)
class Change:
    """One entry that is, or was, different: where, what stands on the server, what is desired."""

    path: str
    old: object
    new: object

    def __str__(self) -> str:
        if self.old is None:
            return f"+ {self.path}: {_shown(self.new)}"
        if self.new is None:
            return f"- {self.path}: {_shown(self.old)}"
        return f"~ {self.path}: {_shown(self.old)} → {_shown(self.new)}"


def difference(path: str, desired: Document, actual: Document, exact: bool = False) -> list[Change]:
    """Compare what we own, key by key; whatever else stands on the server is left alone.

    Lists are sets. None desired means that nothing must stand there. Secrets appear as `***`.
    """
    changes: list[Change] = []
    surplus = [key for key in actual if key not in desired] if exact else []
    for key in [*desired, *surplus]:
        changes += _entry(f"{path} / {key}", key, desired.get(key), actual.get(key))
    return changes


def _entry(path: str, key: str, desired: Any, actual: Any) -> list[Change]:
    if isinstance(desired, dict) and (desired or isinstance(actual, dict)):
        return difference(path, desired, actual if isinstance(actual, dict) else {}, key in EXACT_KEYS)
    if _same(desired, actual):
        return []
    if key in SECRET_KEYS:
        return [Change(path, HIDDEN if actual else None, HIDDEN if desired else None)]
    return [Change(path, actual, desired)]


def _same(desired: Any, actual: Any) -> bool:
    if isinstance(desired, list):
        return sorted(map(str, desired)) == sorted(map(str, actual or []))
    return bool(desired == actual)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[" + ", ".join(sorted(map(str, value))) + "]"
    return str(value).replace("\n", "⏎")
