"""A secret's file replaced whole: whoever reads it sees the former text or the new one."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replaced(file: Path, text: str) -> Iterator[None]:
    """Have the new text on the disk, and in its place once the body has ended well; owner and rights stay.

    Raises OSError before the body runs where there is no room or no right to write.
    """
    known = file.stat()
    handle, draft = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            os.fchmod(handle, known.st_mode & 0o777)
            if os.geteuid() == 0:
                os.fchown(handle, known.st_uid, known.st_gid)
            stream.write(text)
            stream.flush()
            os.fsync(handle)
        yield
        Path(draft).replace(file)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
