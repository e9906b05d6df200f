"""How long the secrets have stood in their files."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from provisioner.settings import PREFIX, SECRETS

LONGEST = timedelta(days=366)
"""Exchanged once a year, as the rules of most offices ask."""
LASTING = ("journal_key",)
"""Kept for as long as what they seal."""


def too_old(environment: Mapping[str, str], now: datetime) -> Iterator[str]:
    """The settings whose file was last written more than a year ago; a secret given as text has no age."""
    for name in SECRETS:
        file = environment.get(f"{PREFIX}{name.upper()}_FILE")
        if not file or name in LASTING:
            continue
        try:
            written = datetime.fromtimestamp(Path(file).stat().st_mtime, UTC)
        except OSError:
            continue  # Reading the settings tells.
        if now - written > LONGEST:
            yield PREFIX + name.upper()
