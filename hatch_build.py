"""Make what git does not keep whenever the project is built or installed; `python hatch_build.py` does only that.

The translations compiled, and the desk's files that carry the brand. Each is written when it is not what its source
gives. Beside hatchling and Babel this needs Python alone.
"""

import sys
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent


def compile_translations(root: Path) -> None:
    """Write each catalogue's compiled form beside it, when it is older than its source; what lost its source goes."""
    for compiled in root.glob("provisioner/**/translations/*/LC_MESSAGES/*.mo"):
        if not compiled.with_suffix(".po").is_file():
            compiled.unlink()
    for source in root.glob("provisioner/**/translations/*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if target.is_file() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as text:
            catalogue = read_po(text, locale=source.parent.parent.name)
        with target.open("wb") as compiled:
            write_mo(compiled, catalogue)


def write_the_look(root: Path) -> None:
    """Write the desk's files that carry the brand of `realm-config/`; SystemExit naming what cannot be used."""
    sys.path.insert(0, str(root))
    from provisioner.theme.colours import BadBrand
    from provisioner.theme.look import look_of, write

    try:
        write(look_of(root / "realm-config" / "branding.toml").desk_files, root / "provisioner")
    except (BadBrand, FileNotFoundError) as error:
        sys.exit(f"realm-config/branding.toml: {error}")


def make(root: Path) -> None:
    """Everything that is made."""
    compile_translations(root)
    write_the_look(root)


class MakeGenerated(BuildHookInterface[Any]):
    """Runs before the wheel or the editable install is put together."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make it; `version` and `build_data` are hatchling's own business."""
        del version, build_data
        make(Path(self.root))


if __name__ == "__main__":
    make(ROOT)
