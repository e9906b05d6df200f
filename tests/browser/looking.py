"""How a page is looked at: only once it is there whole."""

import os
from collections.abc import Iterator
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

ARTEFACTS = Path(__file__).resolve().parents[2] / ".artefacts"
ASKED_FOR = "PICTURES"
"""Named in the environment by `make screenshots`: a picture of a whole page takes about as long as the page."""
FAULTS_ONLY: dict[str, object] = {"resultTypes": ["violations"]}
"""Axe writes down what it finds in order, too, unless told not to: twice the time."""


def press(page: Page, button: Locator | str) -> None:
    """Press what leads to another page, and wait for that page: a click alone may return before it."""
    with page.expect_navigation():
        (page.locator(button) if isinstance(button, str) else button).click()


def keep_picture(page: Page, name: str) -> None:
    """Keep the whole page as `.artefacts/NAME.png` where pictures are asked for."""
    if os.environ.get(ASKED_FOR):
        page.screenshot(path=ARTEFACTS / f"{name}.png", full_page=True)


def violations(page: Page) -> Iterator[str]:
    """What axe finds, once the page has loaded: rule, what it hits, and where."""
    page.wait_for_load_state("load")
    for found in Axe().run(page, options=FAULTS_ONLY).response["violations"]:
        nodes = found["nodes"]
        yield f"axe {found['id']}: {[node['target'] for node in nodes][:3]}: {nodes[0]['html'][:120]}"
