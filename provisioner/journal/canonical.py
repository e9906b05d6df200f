"""What a line of the journal is hashed over and how lines hold on to each other; docs/proof.md tells others."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime

from provisioner.database.columns import Json

NOTHING = "0" * 64
"""What the first line follows."""
Commitments = list[list[str]]
"""A field's name and the keyed hash of what it said, for each value beside a line; no value can be read from it."""


def canonical(value: object) -> bytes:
    """The one way to write this as JSON: keys in order, no spaces, ASCII only."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("ascii")


@dataclass(frozen=True)
class Line:
    """What of a line is proved."""

    seq: int
    at: datetime
    actor: str
    event: str
    object_type: str
    object_id: str
    details: Json
    commitments: Commitments

    @property
    def content(self) -> Json:
        """The line as it is hashed; the moment in UTC, to the microsecond."""
        at = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        return {
            "actor": self.actor, "at": at, "details": self.details, "event": self.event, "object_id": self.object_id,
            "object_type": self.object_type, "seq": self.seq, "values": self.commitments,
        }  # fmt: skip

    @property
    def digest(self) -> str:
        """SHA-256 of the content."""
        return hashlib.sha256(canonical(self.content)).hexdigest()


def link(previous: str, digest: str) -> str:
    """The hash of a line: SHA-256 over the hash before it and the digest of its content."""
    return hashlib.sha256(bytes.fromhex(previous) + bytes.fromhex(digest)).hexdigest()


def commitment(salt: str, field: str, before: str, after: str) -> str:
    """What stands in the line for a value: its HMAC under a salt that lies beside the value and is erased with it."""
    return hmac.digest(bytes.fromhex(salt), canonical([field, before, after]), "sha256").hex()
