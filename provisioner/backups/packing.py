"""A backup's inside: a tar whose long members are cut into pieces, so that none need be known before it is written."""

import hashlib
import tarfile
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from provisioner.backups.age import Opened, Sealed, Unreadable
from provisioner.backups.errors import BadBackup
from provisioner.backups.manifest import NAME, Held, Manifest
from provisioner.backups.manifest import read as read_manifest

PIECE = 8 * 1024 * 1024
BLOCK = 256 * 1024
LONGEST_TEXT = 16 * 1024 * 1024
Read = Callable[[int], bytes]
Write = Callable[[bytes], object]


class Packer:
    """Packs one thing after another into a stream; memory stays flat whatever their size."""

    def __init__(self, out: Sealed, made_at: datetime) -> None:
        self._out, self._at = out, int(made_at.timestamp())
        self.held: dict[str, Held] = {}

    def add(self, name: str, content: bytes) -> None:
        """Something small, under its name."""
        self._member(name, content)
        self.held[name] = Held(len(content), hashlib.sha256(content).hexdigest())

    def stream(self, name: str, read: Read) -> None:
        """Something of any size, in pieces under its name; `tar xO NAME` puts them together."""
        digest, size, number = hashlib.sha256(), 0, 0
        while piece := _filled(read):
            self._member(f"{name}/{number:06d}", piece)
            digest.update(piece)
            size, number = size + len(piece), number + 1
        self.held[name] = Held(size, digest.hexdigest())

    def end(self, said: Manifest) -> None:
        """What it says of itself, and the end."""
        self._member(NAME, said.text())
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
    for name, content in _members(opened):
        if said is not None:
            raise BadBackup("there is more in it than it says")
        if name == NAME:
            said = read_manifest(content)
            continue
        whole = name if name in sinks or not name[-6:].isdigit() else name.rpartition("/")[0]
        size, digest = met.get(whole, (0, hashlib.sha256()))
        digest.update(content)
        met[whole] = size + len(content), digest
        if whole in sinks:
            sinks[whole](content)
    if said is None:
        raise BadBackup("it was cut off")
    _compared(said, {name: Held(size, digest.hexdigest()) for name, (size, digest) in met.items()})
    return said


def _compared(said: Manifest, met: Mapping[str, Held]) -> None:
    for name, held in said.held.items():
        if held.bytes and met.get(name) != held:
            raise BadBackup(f"{name} is not what was written")
    if more := met.keys() - said.held.keys():
        raise BadBackup(f"there is more in it than it says: {', '.join(sorted(more))}")


def _members(opened: Opened) -> Iterator[tuple[str, bytes]]:
    try:
        with tarfile.open(fileobj=opened, mode="r|", bufsize=BLOCK) as tar:  # type: ignore[call-overload]
            for one in tar:
                part = tar.extractfile(one)
                if part is None or one.size > LONGEST_TEXT:
                    raise BadBackup("something is in it that no backup writes")
                yield one.name, part.read()
        while opened.read(BLOCK):
            pass  # The seal of the last piece is looked at as well.
    except Unreadable as error:
        raise BadBackup(str(error)) from None
    except tarfile.TarError:
        raise BadBackup("its inside cannot be read") from None


def _filled(read: Read) -> bytes:
    """One whole piece, unless the end comes first."""
    found = bytearray()
    while len(found) < PIECE and (more := read(min(BLOCK, PIECE - len(found)))):
        found += more
    return bytes(found)
