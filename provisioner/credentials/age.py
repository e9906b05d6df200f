"""How long the secrets have stood in their files."""

import stat
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from provisioner.settings import PREFIX
from provisioner.settings.reading import secret_files

LONGEST = timedelta(days=400)
"""They are exchanged once a year; a month of grace before anybody is told."""
KEPT_FOR_EVER = ("journal_key", "journal_key_former")
"""They are kept for as long as the journal and exchanged where somebody has seen them, so their age is no news."""
FOLDER = PREFIX + "SECRETS_FOLDER"


def exchanged(environment: Mapping[str, str]) -> dict[str, Path]:
    """The file of each secret that is exchanged from time to time; one given as text has no age.

    What a process is lent at its start is as old as that: where the originals are named, it is they.
    """
    kept = environment.get(FOLDER)
    lent = {name: file for name, file in secret_files(environment).items() if name not in KEPT_FOR_EVER}
    return {name: Path(kept) / name for name in lent} if kept else lent


def age(file: Path, now: datetime) -> timedelta | None:
    """Since when the file is as it is; unknown where it is not there or out of reach."""
    try:
        found = file.stat()
    except OSError:
        return None
    return now - datetime.fromtimestamp(found.st_mtime, UTC) if stat.S_ISREG(found.st_mode) else None


def too_old(environment: Mapping[str, str], now: datetime) -> list[str]:
    """The secrets to be exchanged; a file that cannot be read is told of where the settings are."""
    ages = {name: age(file, now) for name, file in exchanged(environment).items()}
    return [name for name, old in ages.items() if old is not None and old > LONGEST]
