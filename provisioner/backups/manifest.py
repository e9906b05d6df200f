"""What a backup says of itself, as the last thing in it: without it the file was cut off."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from provisioner.backups.errors import BadBackup

FORMAT = "account-desk-backup-1"
NAME = "manifest.json"
DESK, KEYCLOAK = "desk", "keycloak"
SETTINGS, SECRETS, FILES = "settings.env", "secrets.json", "files/"


@dataclass(frozen=True)
class Held:
    """One thing in it, of which nothing was changed while this holds."""

    bytes: int
    sha256: str


@dataclass(frozen=True)
class Head:
    """Where the journal stood, and under which key."""

    position: int
    hash: str
    key_id: str


@dataclass(frozen=True)
class Manifest:
    """The whole of it; `counts` are rows by table, `held` everything else in the file by its name."""

    program: str
    schema: str
    made_at: datetime
    database: str
    journal: Head
    counts: Mapping[str, int]
    held: Mapping[str, Held]

    @property
    def keycloak(self) -> bool:
        """Whether Keycloak's own database is in it."""
        return KEYCLOAK in self.held

    def text(self) -> bytes:
        """As it lies in the file."""
        told = {"format": FORMAT, **asdict(self), "made_at": self.made_at.isoformat()}
        return json.dumps(told, indent=1, sort_keys=True).encode()


def read(content: bytes) -> Manifest:
    """The same, read. Raises BadBackup."""
    try:
        told: dict[str, Any] = json.loads(content)
        if told.pop("format") != FORMAT:
            raise ValueError
        held = {name: Held(**one) for name, one in told.pop("held").items()}
        head, made_at = Head(**told.pop("journal")), datetime.fromisoformat(told.pop("made_at"))
        return Manifest(**told, journal=head, made_at=made_at, held=held)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BadBackup("what it says of itself is of another kind: was it made by another version?") from None
