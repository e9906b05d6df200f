"""How long the secrets have stood in their files."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from provisioner.settings.reading import secret_files

LONGEST = timedelta(days=400)
"""They are exchanged once a year; a month of grace before anybody is told."""
KEPT_FOR_EVER = ("journal_key", "journal_key_former")
"""They are kept for as long as the journal and exchanged where somebody has seen them, so their age is no news."""


def exchanged(environment: Mapping[str, str]) -> dict[str, Path]:
    """The file of each secret that is exchanged from time to time; one given as text has no age."""
    return {name: file for name, file in secret_files(environment).items() if name not in KEPT_FOR_EVER}


def age(file: Path, now: datetime) -> timedelta:
    """Since when the file is as it is. Raises OSError."""
    return now - datetime.fromtimestamp(file.stat().st_mtime, UTC)


def too_old(environment: Mapping[str, str], now: datetime) -> list[str]:
    """The secrets to be exchanged; a file that cannot be read is told of where the settings are."""
    return [name for name, file in exchanged(environment).items() if file.is_file() and age(file, now) > LONGEST]
