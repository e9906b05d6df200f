"""A backup's inside: a tar whose databases are cut into pieces, so that none need be known before it is written."""

import hashlib
import tarfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import partial

from provisioner.backups.age import Opened, Sealed, Unreadable
from provisioner.backups.errors import BackupRefused, BadBackup
from provisioner.backups.manifest import DESK, KEYCLOAK, NAME, Held, Manifest
from provisioner.backups.manifest import read as read_manifest
from provisioner.journal import Keeper

PIECE = 8 * 1024 * 1024
BLOCK = 256 * 1024
LONGEST_TEXT = 16 * 1024 * 1024
"""Of what it says of itself, the one thing that is read as a whole."""
IN_PIECES = (DESK, KEYCLOAK)
Read = Callable[[int], bytes]
Write = Callable[[bytes], object]


def thing(member: str) -> str:
    """To what a member of the tar belongs: only databases are in pieces, whatever another name may look like."""
    folder = member.partition("/")[0]
    return folder if folder in IN_PIECES else member


class Packer:
    """Packs one thing after another into a stream; memory stays flat whatever their size.

    Raises BackupRefused for what `unpack` would not give back.
    """

    def __init__(self, out: Sealed, made_at: datetime) -> None:
        self._out, self._at = out, int(made_at.timestamp())
        self.held: dict[str, Held] = {}

    def add(self, name: str, content: bytes) -> None:
        """Something that is known as a whole, under its name."""
        if name == NAME or name in self.held or thing(name) in IN_PIECES:
            raise BackupRefused(f"nothing more can be packed under the name {name!r}")
        self._member(name, content)
        self.held[name] = Held(len(content), hashlib.sha256(content).hexdigest())

    def stream(self, name: str, read: Read) -> None:
        """A database of any size, in pieces under its name; `tar xO NAME` puts them together."""
        if name not in IN_PIECES or name in self.held:
            raise BackupRefused(f"nothing more can be packed under the name {name!r}")
        digest, size, number = hashlib.sha256(), 0, 0
        while piece := _filled(read):
            self._member(f"{name}/{number:06d}", piece)
            digest.update(piece)
            size, number = size + len(piece), number + 1
        self.held[name] = Held(size, digest.hexdigest())

    def end(self, said: Manifest, keeper: Keeper) -> None:
        """What it says of itself, signed, and the end."""
        text = said.text(keeper)
        if len(text) > LONGEST_TEXT:
            raise BackupRefused(f"there are {len(said.held):,} files, which are more than a backup can name")
        self._member(NAME, text)
        self._out.write(bytes(2 * tarfile.BLOCKSIZE))

    def _member(self, name: str, content: bytes) -> None:
        told = tarfile.TarInfo(name)
        told.size, told.mtime, told.mode = len(content), self._at, 0o600
        self._out.write(told.tobuf())
        self._out.write(content)
        self._out.write(bytes(-len(content) % tarfile.BLOCKSIZE))


def unpack(opened: Opened, sinks: Mapping[str, Write]) -> Manifest:
    """Read all of it, hand what is asked for to its sink, and compare everything with what the backup says of itself.

    What a sink was given counts only when this has returned. Raises BadBackup.
    """
    met: dict[str, tuple[int, hashlib._Hash]] = {}
    said = None
    with _readable():
        for member, blocks in _members(opened):
            if said is not None:
                raise BadBackup("there is more in it than it says")
            if member == NAME:
                said = read_manifest(b"".join(blocks))
                continue
            name = thing(member)
            sink = sinks.get(name, _nowhere)
            size, digest = met.get(name, (0, hashlib.sha256()))
            for block in blocks:
                digest.update(block)
                size += len(block)
                sink(block)
            met[name] = size, digest
    if said is None:
        raise BadBackup("it was cut off")
    _compared(said, {name: Held(size, digest.hexdigest()) for name, (size, digest) in met.items()})
    return said


def _compared(said: Manifest, met: Mapping[str, Held]) -> None:
    for name, held in said.held.items():
        if held.bytes and met.get(name) != held:
            raise BadBackup(f"{name!r} is not what was written")
    if more := met.keys() - said.held.keys():
        raise BadBackup(f"there is more in it than it says: {', '.join(map(repr, sorted(more)))}")


def _members(opened: Opened) -> Iterator[tuple[str, Iterator[bytes]]]:
    with tarfile.open(fileobj=opened, mode="r|", bufsize=BLOCK) as tar:  # type: ignore[call-overload]
        for one in tar:
            part = tar.extractfile(one) if one.isreg() else None
            if part is None or (one.name == NAME and one.size > LONGEST_TEXT):
                raise BadBackup("something is in it that no backup writes")
            yield one.name, iter(partial(part.read, BLOCK), b"")
    while opened.read(BLOCK):
        pass  # The seal of the last piece is looked at as well.


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except Unreadable as error:
        raise BadBackup(str(error)) from None
    except tarfile.TarError:
        raise BadBackup("its inside cannot be read") from None


def _nowhere(block: bytes) -> None:
    """For what nobody asked for."""


def _filled(read: Read) -> bytes:
    """One whole piece, unless the end comes first."""
    found = bytearray()
    while len(found) < PIECE and (more := read(min(BLOCK, PIECE - len(found)))):
        found += more
    return bytes(found)
