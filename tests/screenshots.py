"""Every page and every mail on one page of pictures, for eyes: `python -m tests.screenshots`.

Runs the browser tests, which take the pictures, and puts them beside each other in `.artefacts/index.html`. With
`--as-they-are` it only collects what earlier runs have taken.
"""

import html
import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.browser.looking import ARTEFACTS, ASKED_FOR

SECTIONS = {
    "customer-pages": "What customers meet",
    "mails": "Mails",
    "screenshots": "The desk",
    "journey": "The whole journey, in order",
}
"""Folder of pictures → heading."""
NAME = re.compile(r"(?P<page>.+)\.(?P<language>pl|en)-(?P<scheme>light|dark)-(?P<width>\d+)")
"""How the browser tests name pictures of one page in several variants; any other name is a page of its own."""
WIDE = 600
STYLE = """
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { margin: 1rem; } h3 { margin: 2rem 0 .5rem; }
  .row { display: flex; flex-wrap: wrap; gap: 1rem; align-items: flex-start; }
  figure { margin: 0; } figcaption { font-size: .875rem; }
  img { border: 1px solid gray; max-height: 32rem; max-width: 40rem; }
"""


@dataclass(frozen=True, order=True)
class Picture:
    """One picture of a page: in which language, how wide, light or dark."""

    language: str
    wide: bool
    dark: bool
    file: Path

    @property
    def caption(self) -> str:
        """The variant in words."""
        return f"{self.language}, {'wide' if self.wide else 'narrow'}, {'dark' if self.dark else 'light'}"


def by_page(folder: Path) -> Mapping[str, list[Picture]]:
    """Page → its pictures, Polish first, narrow before wide, light before dark."""
    pages: dict[str, list[Picture]] = defaultdict(list)
    for file in sorted(folder.glob("*.png")):
        found = NAME.fullmatch(file.stem)
        parts = found.groupdict() if found else {"page": file.stem}
        wide = int(parts.get("width", WIDE)) >= WIDE
        picture = Picture(parts.get("language", "pl"), wide, parts.get("scheme") == "dark", file)
        pages[parts["page"]].append(picture)
    order = {"pl": 0, "en": 1}
    return {
        page: sorted(pictures, key=lambda each: (order[each.language], each.wide, each.dark))
        for page, pictures in pages.items()
    }


def index(artefacts: Path) -> str:
    """The page of pictures, with addresses relative to the folder."""
    parts = [f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Screenshots</title><style>{STYLE}</style>']
    parts.append("<h1>Screenshots</h1>")
    for folder, heading in SECTIONS.items():
        pages = by_page(artefacts / folder)
        parts.append(f"<h2>{heading} ({len(pages)})</h2>")
        for page, pictures in pages.items():
            parts.append(f"<h3>{html.escape(page)}</h3><div class='row'>")
            parts += [_figure(page, picture, artefacts) for picture in pictures]
            parts.append("</div>")
    return "\n".join(parts)


def _figure(page: str, picture: Picture, artefacts: Path) -> str:
    place = html.escape(picture.file.relative_to(artefacts).as_posix(), quote=True)
    words = html.escape(f"{page}: {picture.caption}", quote=True)
    image = f'<a href="{place}"><img src="{place}" alt="{words}" loading="lazy"></a>'
    return f"<figure>{image}<figcaption>{picture.caption}</figcaption></figure>"


def main(arguments: list[str]) -> int:
    """Take the pictures, unless told not to, and write the page; gives the exit code of the tests."""
    code = 0
    if "--as-they-are" not in arguments:
        for folder in SECTIONS:
            shutil.rmtree(ARTEFACTS / folder, ignore_errors=True)
        tests = [sys.executable, "-m", "pytest", "-m", "browser", "-n", "auto", "--dist", "loadfile", "tests/browser"]
        code = subprocess.run(tests, env=os.environ | {ASKED_FOR: "1"}, check=False).returncode
    ARTEFACTS.mkdir(exist_ok=True)
    page = ARTEFACTS / "index.html"
    page.write_text(index(ARTEFACTS), encoding="utf-8")
    print(page)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
