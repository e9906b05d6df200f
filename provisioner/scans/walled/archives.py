"""A file that is an archive too: what unpacks it sees other content than what draws it."""

import zipfile
from io import BytesIO

from provisioner.scans.walled.answer import No


def check(content: bytes) -> None:
    """Raises No for what can be opened as a ZIP, however it begins."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            found = bool(archive.filelist)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return
    if found:
        raise No("two_kinds")
