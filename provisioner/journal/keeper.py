"""Whoever may write to the journal of one installation: the key that seals lines and signs what leaves the house."""

import hmac
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import SecretStr
from sqlalchemy.orm import Session

from provisioner.database.columns import Json
from provisioner.journal.canonical import canonical
from provisioner.journal.tables import AuditHead
from provisioner.settings import Settings
from provisioner.settings.secret_types import secret_lines

KEEPER = "journal keeper"
"""Under this name the keeper lies in the `info` of a database's sessions."""
IN_USE = "journal key in use"
"""Under this one the id of the key that the head named when this session first asked."""
KEY_IN_USE = sa.select(AuditHead.key_id).where(AuditHead.id == 1)


class WrongKey(Exception):
    """The journal is sealed with another key than the one at hand, or there is none at hand."""


@dataclass(frozen=True)
class Keeper:
    """One secret, from which each use has a key of its own; `anchors` is the folder of anchors.

    `ring` are the secrets of every key known here, the oldest first, where there are more than this one.
    """

    secret: str = field(repr=False)
    anchors: Path
    ring: tuple[str, ...] = field(default=(), repr=False)

    @cached_property
    def known(self) -> tuple["Keeper", ...]:
        """A keeper for every key known here, the oldest first; this one is among them."""
        return tuple(self if one == self.secret else replace(self, secret=one) for one in self.ring) or (self,)

    @property
    def after(self) -> "Keeper | None":
        """The one whose key takes over from this one; None under the newest."""
        later = self.known[self.known.index(self) + 1 :]
        return later[0] if later else None

    def named(self, key_id: str) -> "Keeper | None":
        """The one of them whose key bears this name."""
        return next((one for one in self.known if one.key_id == key_id), None)

    def mark(self, line: str) -> str:
        """The keyed mark over the hash of a line: HMAC-SHA-256."""
        return hmac.digest(self._marks, bytes.fromhex(line), "sha256").hex()

    def pseudonym(self, use: str, text: str) -> str:
        """A name for what is to be known again and not told, 64 hex digits: HMAC-SHA-256 under a key for this use."""
        return hmac.digest(self._derived(f"pseudonyms of {use}"), text.encode(), "sha256").hex()

    def pseudonyms(self, use: str, text: str) -> tuple[str, ...]:
        """The same under every key known here: what was named before an exchange of the key is known again after it."""
        return tuple(one.pseudonym(use, text) for one in self.known)

    def key(self, use: str) -> bytes:
        """A key of 256 bits for sealing what is kept beside the journal, another one for each use."""
        return self._derived(f"keys of {use}")

    @cached_property
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


def keeper_with(key: SecretStr, former: SecretStr | None, anchors: Path) -> Keeper:
    """A keeper under the newest key, who knows those before it."""
    newest = key.get_secret_value()
    return Keeper(newest, anchors, ring=(*secret_lines(former), newest))


def keeper_for(settings: Settings) -> Keeper | None:
    """The keeper of this installation's journal, under the newest key that is set; None where none is."""
    key = settings.journal_key
    return keeper_with(key, settings.journal_key_former, settings.anchors) if key else None


def keeping(settings: Settings) -> dict[str, object]:
    """What a database's sessions carry along to write to this installation's journal."""
    keeper = keeper_for(settings)
    return {KEEPER: keeper} if keeper else {}


def given_to(session: Session) -> Keeper | None:
    """The keeper this session was given, whichever key is in use; None where nobody gave a key."""
    found: Keeper | None = session.info.get(KEEPER)
    return found


def keeper_of(session: Session) -> Keeper | None:
    """Whom this session writes for, under the key that the journal's head names; None where nobody gave a key.

    So whoever knows both keys goes on under the former one until they are exchanged, and under the newer one from
    then on. Raises WrongKey where the key in use is not known here.
    """
    given = given_to(session)
    if given is None:
        return None
    if IN_USE not in session.info:
        session.info[IN_USE] = session.connection().scalar(KEY_IN_USE) or ""
    return under(given, session.info[IN_USE])


def under(given: Keeper | None, key_id: str) -> Keeper | None:
    """The keeper under the key of this name; a journal without one takes the key that is given.

    Raises WrongKey when the journal was sealed with a key that is not known here.
    """
    if not key_id:
        return given
    if given is None:
        raise WrongKey("the journal's key is not given")
    if (found := given.named(key_id)) is None:
        raise WrongKey("the journal is sealed with another key")
    return found


def fits(session: Session) -> bool:
    """Whether this session knows the key in use, or was given none; otherwise it is of a process to be started anew."""
    try:
        keeper_of(session)
    except WrongKey:
        return False
    return True
