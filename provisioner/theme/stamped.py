"""Names that change with their content: Keycloak lets browsers keep styles and scripts for 30 days without asking."""

import hashlib
import re
from collections.abc import Iterator

from provisioner.theme.look import Files

STAMP = r"\.[0-9a-f]{12}"
"""What stands before the ending of such a name."""

_STAMPED = re.compile(rf"{STAMP}(?=\.(css|js)$)")
_NAMING = re.compile(r"^(?:styles|scripts)=(.*)$", re.MULTILINE)


def stamped(theme: Files) -> Files:
    """The theme with a digest in the name of each style and script that its properties name; what is the parent's stays."""
    files = dict(theme)
    for properties in [place for place in theme if place.endswith("/theme.properties")]:
        text = theme[properties].decode("utf-8")
        resources = properties.replace("theme.properties", "resources/")
        named = {word: _named(word, theme[resources + word]) for word in _words(text) if resources + word in theme}
        for word, name in named.items():
            files[resources + name] = files.pop(resources + word)
        files[properties] = _NAMING.sub(lambda line: _renamed(line[0], named), text).encode()
    return files


def plain(place: str) -> str:
    """The place of a file as the sources have it, whatever its content."""
    return _STAMPED.sub("", place)


def _words(text: str) -> Iterator[str]:
    """The styles and scripts that a theme's properties name."""
    return (word for line in _NAMING.finditer(text) for word in line[1].split())


def _named(word: str, content: bytes) -> str:
    stem, _, ending = word.rpartition(".")
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{ending}"


def _renamed(line: str, named: dict[str, str]) -> str:
    key, _, words = line.partition("=")
    return f"{key}={' '.join(named.get(word, word) for word in words.split())}"
