"""A secret's file replaced whole: whoever reads it sees the former text or the new one."""

import os
import tempfile
from pathlib import Path

from provisioner.disk import keep_names

MOUNTS = Path("/proc/self/mountinfo")


class Irreplaceable(Exception):
    """The file cannot be replaced by this user at this place; the text says why."""


def drafted(file: Path, text: str) -> Path:
    """The new text on the disk in a file beside, with the owner and the rights of this one.

    Raises Irreplaceable, or OSError where there is no room or no right to write; then nothing is left.
    """
    if _mounted(file):
        raise Irreplaceable(f"{file} is a mount of its own: change the file that is lent")
    known = file.stat()
    handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.resolve().parent)
    draft = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            _own(handle, known, file)
            stream.write(text)
            stream.flush()
            os.fsync(handle)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return draft


def put(draft: Path, file: Path) -> None:
    """The draft in the file's place, also after a power cut. Raises OSError."""
    draft.replace(file.resolve())
    keep_names(draft.parent)


def _own(handle: int, known: os.stat_result, file: Path) -> None:
    """Without root only the owner can make another file of the same owner and group."""
    try:
        os.fchown(handle, known.st_uid, known.st_gid)
    except PermissionError:
        raise Irreplaceable(f"{file} would get another owner: run this as root or as its owner") from None
    os.fchmod(handle, known.st_mode & 0o777)


def _mounted(file: Path) -> bool:
    """A file that a container is lent may be of the same device as its folder, so the mounts are asked."""
    try:
        mounts = {line.split()[4] for line in MOUNTS.read_text(encoding="utf-8").splitlines()}
    except OSError:
        mounts = set()
    return os.path.ismount(file) or str(file.resolve()) in mounts
