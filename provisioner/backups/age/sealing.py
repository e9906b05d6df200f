"""Writing a sealed file as a stream."""

from collections.abc import Sequence
from typing import Protocol

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from provisioner.backups.age.chunks import CHUNK, nonce
from provisioner.backups.age.header import made
from provisioner.backups.age.keys import Recipient


class Sink(Protocol):
    """Whatever takes bytes."""

    def write(self, content: bytes, /) -> object:
        """Take them all."""


class Sealed:
    """Takes content and writes it sealed; without `end` what was written is known to be cut off."""

    def __init__(self, out: Sink, recipients: Sequence[Recipient]) -> None:
        self.writer = made(recipients)
        self._out, self._place, self._held = out, 0, bytearray()
        self._cipher = ChaCha20Poly1305(self.writer.key)
        out.write(self.writer.head)

    def write(self, content: bytes, /) -> int:
        """More of it."""
        self._held += content
        # The last piece may be full, but not empty, so one is held until more comes.
        while len(self._held) > CHUNK:
            self._piece(bytes(self._held[:CHUNK]), last=False)
            del self._held[:CHUNK]
        return len(content)

    def end(self) -> None:
        """That was all."""
        self._piece(bytes(self._held), last=True)

    def _piece(self, content: bytes, *, last: bool) -> None:
        self._out.write(self._cipher.encrypt(nonce(self._place, last=last), content, None))
        self._place += 1
