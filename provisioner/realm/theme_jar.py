"""The theme as one file for Keycloak's folder `providers`, for servers whose folders are not ours."""

import json
import zipfile
from pathlib import Path

NAME = "account-desk"
KINDS = ("login", "account", "email")
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""One date for every entry: the same theme gives the same file, byte for byte."""


def write_theme_jar(theme: Path, target: Path) -> int:
    """Pack the folder of the theme; gives the number of files in it."""
    files = sorted(file for file in theme.rglob("*") if file.is_file())
    index = {"themes": [{"name": NAME, "types": list(KINDS)}]}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as jar:
        _add(jar, "META-INF/keycloak-themes.json", json.dumps(index, indent=2).encode())
        for file in files:
            _add(jar, f"theme/{NAME}/{file.relative_to(theme).as_posix()}", file.read_bytes())
    return len(files)


def _add(jar: zipfile.ZipFile, name: str, content: bytes) -> None:
    jar.writestr(zipfile.ZipInfo(name, LONG_AGO), content, zipfile.ZIP_DEFLATED)
