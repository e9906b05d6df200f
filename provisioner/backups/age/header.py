"""The head of a sealed file: for each reader the file's key, wrapped; and its seal, so that no line is altered."""

import hmac
import os
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from provisioner.backups.age.errors import NotForThisKey, Unreadable
from provisioner.backups.age.keys import Identity, Recipient

VERSION = b"age-encryption.org/v1\n"
WRAPPED = b"age-encryption.org/v1/X25519"
KIND, END = b"-> ", b"---"
KEY, NONCE, LONGEST, LINES, COLUMNS = 16, 16, 512, 64, 64
ALTERED = "this is no backup, or its beginning was altered"


@dataclass(frozen=True)
class Writer:
    """Who has just written a file and can read it back without a private key: its head, and the key of what follows."""

    head: bytes
    key: bytes = field(repr=False)


def made(recipients: Sequence[Recipient]) -> Writer:
    """A new head, and the key of what follows it."""
    file_key = os.urandom(KEY)
    text = VERSION + b"".join(_stanza(one, file_key) for one in recipients) + END
    nonce = os.urandom(NONCE)
    head = text + b" " + _encoded(_seal(file_key, text)) + b"\n" + nonce
    return Writer(head, _derived(file_key, nonce, b"payload"))


def read(file: BinaryIO, reader: Identity | Writer) -> bytes:
    """The key of what follows. Raises NotForThisKey, Unreadable."""
    if isinstance(reader, Identity):
        return _opened(file, reader)
    if file.read(len(reader.head)) != reader.head:
        raise Unreadable(ALTERED)
    return reader.key


def _opened(file: BinaryIO, identity: Identity) -> bytes:
    if _line(file) != VERSION:
        raise Unreadable("this is no backup: it does not begin like one")
    lines = [VERSION]
    while not (line := _line(file)).startswith(END):
        lines.append(line)
        if len(lines) > LINES:
            raise Unreadable(ALTERED)
    file_key = next(filter(None, (_unwrapped(*one, identity) for one in _stanzas(lines[1:]))), None)
    if file_key is None:
        raise NotForThisKey("it was made for another key than this one")
    seal = _decoded(line[len(END) + 1 :].rstrip(b"\n"))
    if not hmac.compare_digest(seal, _seal(file_key, b"".join(lines) + END)):
        raise Unreadable(ALTERED)
    nonce = file.read(NONCE)
    if len(nonce) != NONCE:
        raise Unreadable("it was cut off")
    return _derived(file_key, nonce, b"payload")


def _stanza(recipient: Recipient, file_key: bytes) -> bytes:
    own = X25519PrivateKey.generate()
    share = own.public_key().public_bytes_raw()
    wrap = _derived(own.exchange(recipient.public), share + recipient.key, WRAPPED)
    body = ChaCha20Poly1305(wrap).encrypt(bytes(12), file_key, None)
    return KIND + b"X25519 " + _encoded(share) + b"\n" + _encoded(body) + b"\n"


def _stanzas(lines: Sequence[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """The first line and the body of each; a body ends with the first line that is not full."""
    head, body = b"", b""
    for line in (one.rstrip(b"\n") for one in lines):
        if not head:
            if not line.startswith(KIND):
                raise Unreadable(ALTERED)
            head = line[len(KIND) :]
        else:
            body += line
            if len(line) < COLUMNS:
                yield head, body
                head, body = b"", b""


def _unwrapped(head: bytes, body: bytes, identity: Identity) -> bytes | None:
    """The file's key where this part was made for the identity."""
    kind, _, told = head.partition(b" ")
    if kind != b"X25519":
        return None
    share = _decoded(told)
    try:
        shared = identity.private.exchange(X25519PublicKey.from_public_bytes(share))
        wrap = _derived(shared, share + identity.recipient.key, WRAPPED)
        return ChaCha20Poly1305(wrap).decrypt(bytes(12), _decoded(body), None)
    except (InvalidTag, ValueError):
        return None


def _seal(file_key: bytes, text: bytes) -> bytes:
    return hmac.digest(_derived(file_key, b"", b"header"), text, "sha256")


def _derived(key: bytes, salt: bytes, use: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt or None, use).derive(key)


def _encoded(content: bytes) -> bytes:
    return b64encode(content).rstrip(b"=")


def _decoded(text: bytes) -> bytes:
    try:
        found = b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except ValueError:
        raise Unreadable(ALTERED) from None
    if _encoded(found) != text:
        raise Unreadable(ALTERED)
    return found


def _line(file: BinaryIO) -> bytes:
    line = file.readline(LONGEST)
    if not line.endswith(b"\n"):
        raise Unreadable("this is no backup: it does not begin like one" if len(line) >= LONGEST else "it was cut off")
    return line
