"""The theme as one file for Keycloak's folder `providers`, for servers whose folders are not ours."""

import json
import zipfile
from pathlib import Path

from provisioner.theme.composed import KINDS, NAME
from provisioner.theme.look import Files

LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""One date for every entry: the same theme gives the same file, byte for byte."""


def write_theme_jar(theme: Files, target: Path) -> None:
    """Pack the files of the theme."""
    index = {"themes": [{"name": NAME, "types": list(KINDS)}]}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as jar:
        _add(jar, "META-INF/keycloak-themes.json", json.dumps(index, indent=2).encode())
        for place, content in sorted(theme.items()):
            _add(jar, f"theme/{NAME}/{place}", content)


def _add(jar: zipfile.ZipFile, name: str, content: bytes) -> None:
    jar.writestr(zipfile.ZipInfo(name, LONG_AGO), content, zipfile.ZIP_DEFLATED)
