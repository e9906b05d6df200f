"""Compile the translations whenever the project is built or installed; `python hatch_build.py` does only that."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent


def compile_translations(root: Path) -> list[Path]:
    """Write each catalogue's compiled form beside it, when it is older than its source; gives those written."""
    written = []
    for source in sorted(root.glob("provisioner/**/translations/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.is_file() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as text:
            catalogue = read_po(text, locale=source.parent.parent.name)
        with target.open("wb") as compiled:
            write_mo(compiled, catalogue)
        written.append(target)
    return written


class CompileTranslations(BuildHookInterface[Any]):
    """Runs before the wheel or the editable install is put together."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile; `version` and `build_data` are hatchling's own business."""
        del version, build_data
        compile_translations(Path(self.root))


if __name__ == "__main__":
    compile_translations(ROOT)
