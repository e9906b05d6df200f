"""What has to outlive a power cut."""

import os
from pathlib import Path


def keep_names(folder: Path) -> None:
    """Have the folder's list of names on the disk: what was renamed has its new name for good. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
