"""Whoever may write to the journal of one installation: the key that seals lines and signs what leaves the house."""

import hmac
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy.orm import Session

from provisioner.database.columns import Json
from provisioner.journal.canonical import canonical
from provisioner.settings import Settings

KEEPER = "journal keeper"
"""Under this name the keeper lies in the `info` of a database's sessions."""


class WrongKey(Exception):
    """The journal is sealed with another key than the one at hand, or there is none at hand."""


@dataclass(frozen=True)
class Keeper:
    """One secret, from which each use has a key of its own; `anchors` is the folder of anchors."""

    secret: str = field(repr=False)
    anchors: Path

    def mark(self, line: str) -> str:
        """The keyed mark over the hash of a line: HMAC-SHA-256."""
        return hmac.digest(self._marks, bytes.fromhex(line), "sha256").hex()

    def pseudonym(self, use: str, text: str) -> str:
        """A name for what is to be known again and not told, 64 hex digits: HMAC-SHA-256 under a key for this use."""
        return hmac.digest(self._derived(f"pseudonyms of {use}"), text.encode(), "sha256").hex()

    def key(self, use: str) -> bytes:
        """A key of 256 bits for sealing what is kept beside the journal, another one for each use."""
        return self._derived(f"keys of {use}")

    @property
    def key_id(self) -> str:
        """By which the key is known without being told."""
        return self._derived("name")[:8].hex()

    @property
    def public_key(self) -> str:
        """What a checker needs: the public half of the signing key, 64 hex digits."""
        return self._signing.public_key().public_bytes_raw().hex()

    def signed(self, content: Json) -> Json:
        """The content with our public key and an Ed25519 signature over both in their canonical form."""
        whole = {**content, "public_key": self.public_key}
        return {**whole, "signature": self._signing.sign(canonical(whole)).hex()}

    @cached_property
    def _marks(self) -> bytes:
        return self._derived("marks")

    @cached_property
    def _signing(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self._derived("signatures"))

    def _derived(self, use: str) -> bytes:
        return hmac.digest(self.secret.encode(), f"account desk journal, {use}, 1".encode(), "sha256")


def signer(content: Json) -> str:
    """The public key with which this was signed, whoever's that is.

    Raises InvalidSignature, and KeyError, ValueError or TypeError for what `Keeper.signed` has not made.
    """
    signed = canonical({name: value for name, value in content.items() if name != "signature"})
    public_key: str = content["public_key"]
    Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(bytes.fromhex(content["signature"]), signed)
    return public_key


def keeper_for(settings: Settings) -> Keeper | None:
    """The keeper of this installation's journal; None where no key is set."""
    key = settings.journal_key
    return Keeper(key.get_secret_value(), settings.anchors) if key else None


def keeping(settings: Settings) -> dict[str, object]:
    """What a database's sessions carry along to write to this installation's journal."""
    keeper = keeper_for(settings)
    return {KEEPER: keeper} if keeper else {}


def keeper_of(session: Session) -> Keeper | None:
    """Whom this session writes for; None where nobody gave a key."""
    found: Keeper | None = session.info.get(KEEPER)
    return found
