"""The two halves of a key: whoever makes backups has the public one, whoever may read them the private one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from provisioner.backups.age.bech32 import decoded, encoded
from provisioner.backups.age.errors import BadKey

PUBLIC, PRIVATE = "age", "age-secret-key-"
LENGTH = 32


@dataclass(frozen=True)
class Recipient:
    """Who may read: the public half, which is no secret."""

    key: bytes

    @classmethod
    def of(cls, text: str) -> "Recipient":
        """The key written like this: `age1…`. Raises BadKey."""
        try:
            found = decoded(PUBLIC, text)
        except ValueError as error:
            raise BadKey(f"no public key, which begins with age1: {error}") from None
        if len(found) != LENGTH:
            raise BadKey("no public key: it has another length")
        return cls(found)

    @property
    def public(self) -> X25519PublicKey:
        """For the calculation."""
        return X25519PublicKey.from_public_bytes(self.key)

    def __str__(self) -> str:
        return encoded(PUBLIC, self.key)


@dataclass(frozen=True)
class Identity:
    """Whoever can read: the private half."""

    private: X25519PrivateKey = field(repr=False)

    @classmethod
    def new(cls) -> "Identity":
        """A fresh one."""
        return cls(X25519PrivateKey.generate())

    @property
    def recipient(self) -> Recipient:
        """The public half of it."""
        return Recipient(self.private.public_key().public_bytes_raw())

    def file(self, made: datetime) -> str:
        """What a file of the private half holds; `age -i` reads it too."""
        text = encoded(PRIVATE, self.private.private_bytes_raw()).upper()
        return f"# created: {made.isoformat(timespec='seconds')}\n# public key: {self.recipient}\n{text}\n"


def recipients_in(text: str) -> Sequence[Recipient]:
    """The public keys of a list with commas. Raises BadKey."""
    return [Recipient.of(one.strip()) for one in text.split(",") if one.strip()]


def read_identity(file: Path) -> Identity:
    """The private key of a file, as `backup-key` or `age-keygen` wrote it. Raises BadKey, which never says the text."""
    try:
        lines = file.read_text(encoding="ascii").splitlines()
    except OSError as error:
        raise BadKey(f"{file}: {error.strerror}") from None
    except ValueError:
        raise BadKey(f"{file}: no private key, which begins with AGE-SECRET-KEY-1") from None
    for line in (one.strip() for one in lines if one.strip() and not one.startswith("#")):
        try:
            return Identity(X25519PrivateKey.from_private_bytes(decoded(PRIVATE, line)))
        except ValueError:
            break
    raise BadKey(f"{file}: no private key, which begins with AGE-SECRET-KEY-1, or one with a slip in it")
