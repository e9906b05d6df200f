"""What a backup says of itself, as the last thing in it: without it the file was cut off."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature

from provisioner.backups.errors import BadBackup
from provisioner.journal.keeper import Keeper, signer

FORMAT = "account-desk-backup-1"
NAME = "manifest.json"
DESK, KEYCLOAK = "desk", "keycloak"
SETTINGS, SECRETS, ERASED, FILES = "settings.env", "secrets.json", "erased.json", "files/"


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

    def of(self, keeper: Keeper) -> bool:
        """Whether this keeper knows the key; a journal that was never sealed takes any."""
        return not self.key_id or keeper.named(self.key_id) is not None


@dataclass(frozen=True)
class Versions:
    """What the servers were from which it was made; empty for one that is not in it or, in older backups, not noted."""

    database: str = ""
    keycloak_database: str = ""
    keycloak: str = ""

    def of_postgresql(self, kind: str) -> str:
        """The desk's database server, where it is a PostgreSQL."""
        return self.database if kind == "postgresql" else ""


@dataclass(frozen=True)
class Manifest:
    """The whole of it; `counts` are rows by table, `held` everything else in the file by its name.

    `secrets` are the names of those that are inside, `signed_by` the public key of the journal that signed all of this.
    """

    program: str
    schema: str
    made_at: datetime
    database: str
    journal: Head
    counts: Mapping[str, int]
    held: Mapping[str, Held]
    secrets: Sequence[str]
    signed_by: str
    versions: Versions = Versions()

    @property
    def keycloak(self) -> bool:
        """Whether Keycloak's own database is in it."""
        return KEYCLOAK in self.held

    def text(self, keeper: Keeper) -> bytes:
        """As it lies in the file, signed."""
        told = {"format": FORMAT, **asdict(self), "made_at": self.made_at.isoformat()}
        del told["signed_by"]
        return json.dumps(keeper.signed(told), indent=1, sort_keys=True).encode()


def read(content: bytes) -> Manifest:
    """The same, read; whose key it is that signed it is for others to judge. Raises BadBackup."""
    try:
        told: dict[str, Any] = json.loads(content)
        signed_by = signer(told)
        del told["signature"], told["public_key"]
        if told.pop("format") != FORMAT:
            raise ValueError
        held = {name: Held(**one) for name, one in told.pop("held").items()}
        head, made_at = Head(**told.pop("journal")), datetime.fromisoformat(told.pop("made_at"))
        secrets, versions = tuple(told.pop("secrets")), Versions(**told.pop("versions", {}))
        return Manifest(
            **told, journal=head, made_at=made_at, held=held, secrets=secrets, signed_by=signed_by, versions=versions
        )
    except InvalidSignature:
        raise BadBackup("its signature is not over what it says of itself") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BadBackup("what it says of itself is of another kind: was it made by another version?") from None
