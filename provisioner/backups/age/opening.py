"""Reading a sealed file as a stream; nothing is handed on that was not proved to be what was written."""

from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from provisioner.backups.age.chunks import CHUNK, TAG, nonce
from provisioner.backups.age.errors import Unreadable
from provisioner.backups.age.header import Writer, read
from provisioner.backups.age.keys import Identity


class Opened:
    """Gives the content in order. Raises NotForThisKey at once, Unreadable when a piece is wrong or the end missing."""

    def __init__(self, file: BinaryIO, reader: Identity | Writer) -> None:
        self._file, self._cipher = file, ChaCha20Poly1305(read(file, reader))
        self._place, self._held = 0, b""
        self._next = file.read(CHUNK + TAG)
        if not self._next:
            raise Unreadable("it was cut off")

    def read(self, most: int) -> bytes:
        """Up to so many bytes; none at the end."""
        found = bytearray()
        while len(found) < most and (self._held or self._next):
            if not self._held:
                self._held = self._piece()
            taken = self._held[: most - len(found)]
            found += taken
            self._held = self._held[len(taken) :]
        return bytes(found)

    def _piece(self) -> bytes:
        sealed, self._next = self._next, self._file.read(CHUNK + TAG)
        try:
            content = self._cipher.decrypt(nonce(self._place, last=not self._next), sealed, None)
        except InvalidTag:
            at = self._place * (CHUNK + TAG)
            raise Unreadable(f"it was cut off or altered, near byte {at:,} of what is sealed") from None
        if not content and self._place:
            raise Unreadable("its end was altered")
        self._place += 1
        return content
