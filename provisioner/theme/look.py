"""How a brand looks, and the desk's files that carry it. Needs Python alone: the project's build makes those files."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from provisioner.theme.colours import BadBrand, colours_of, resolved, with_overrides

SOURCES = Path(__file__).parent

Files = Mapping[str, bytes]
"""Place below a folder, with slashes → content."""


@dataclass(frozen=True)
class Look:
    """The tokens with the brand's colours, its mark, and the style of every mail."""

    tokens: bytes
    mark: bytes
    mail: bytes

    @property
    def desk_files(self) -> Files:
        """The desk's files that carry the brand, by their places in the package; git keeps none of them."""
        return {
            "web/static/tokens.css": self.tokens,
            "web/static/mark.svg": self.mark,
            "mail/templates/style.css": self.mail,
        }


def look_of(file: Path) -> Look:
    """The look that a branding file and the logo beside it give.

    Raises BadBrand naming each fault; FileNotFoundError.
    """
    changed, logo = _choices(file)
    tokens = with_overrides(_source("tokens.css"), changed)
    colours = colours_of(tokens)
    if faults := colours.faults():
        raise BadBrand("\n".join(faults))
    mark = _mark(file.parent / logo)
    return Look(tokens.encode(), mark.encode(), resolved(_source("mail.css"), colours).encode())


def read(folder: Path) -> Files:
    """Every file below a folder."""
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def write(files: Files, folder: Path) -> list[Path]:
    """Write the files whose content is not there yet; gives their paths."""
    contents = {folder / place: content for place, content in files.items()}
    changed = [path for path, content in contents.items() if not path.is_file() or path.read_bytes() != content]
    for path in changed:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(contents[path])
    return changed


def _choices(file: Path) -> tuple[dict[str, dict[str, str]], str]:
    """The colours that differ, by theme and name, and the name of the logo's file."""
    try:
        brand = tomllib.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BadBrand(f"{file.name}: not TOML: {error}") from None
    colours, logo = brand.get("colours", {}), brand.get("logo", "logo.svg")
    if not isinstance(logo, str):
        raise BadBrand(f"{file.name}: logo: the name of a file in quotation marks is expected")
    if not isinstance(colours, dict) or not all(isinstance(names, dict) for names in colours.values()):
        raise BadBrand(f"{file.name}: colours: [colours.light] and [colours.dark] with names and colours are expected")
    return colours, logo


def _mark(file: Path) -> str:
    mark = file.read_text(encoding="utf-8", errors="replace")
    if "<svg" not in mark or "viewBox" not in mark or "<script" in mark:
        raise BadBrand(f"{file.name}: an SVG picture with a viewBox and without scripts is expected")
    return mark


def _source(name: str) -> str:
    return (SOURCES / name).read_text(encoding="utf-8")
