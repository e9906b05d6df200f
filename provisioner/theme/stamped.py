"""Names that change with their content: Keycloak lets browsers keep styles and scripts for 30 days without asking."""

import hashlib
import re
from collections.abc import Iterator

from provisioner.theme.look import Files

STAMP = r"\.[0-9a-f]{12}"
"""What stands before the ending of such a name."""

_STAMPED = re.compile(rf"{STAMP}(?=\.(css|js)$)")
_NAMING = re.compile(r"^(styles|scripts)=(.*)$", re.MULTILINE)


def stamped(theme: Files) -> Files:
    """The theme with a digest in the name of each style and script that its properties name; the parent's stay."""
    files = dict(theme)
    for properties in [place for place in theme if place.endswith("/theme.properties")]:
        text, resources = theme[properties].decode("utf-8"), properties.replace("theme.properties", "resources/")
        for word in _named_in(text):
            if resources + word in files:
                content = files.pop(resources + word)
                files[resources + _with_digest(word, content)] = content
                text = _renamed(text, word, _with_digest(word, content))
        files[properties] = text.encode()
    return files


def plain(place: str) -> str:
    """The place of a file as the sources have it, whatever its content."""
    return _STAMPED.sub("", place)


def _named_in(text: str) -> Iterator[str]:
    return (word for line in _NAMING.finditer(text) for word in line[2].split())


def _with_digest(word: str, content: bytes) -> str:
    stem, _, ending = word.rpartition(".")
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{ending}"


def _renamed(text: str, word: str, name: str) -> str:
    """The properties with one word of those lines exchanged."""
    return re.sub(rf"^((?:styles|scripts)=(?:.* )?){re.escape(word)}(?= |$)", rf"\g<1>{name}", text, flags=re.MULTILINE)
