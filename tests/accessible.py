"""What green browser tests have looked at goes into the accessibility declaration: `python -m tests.accessible`.

Each run keeps how many views it found nothing wrong with under `.artefacts`; this command adds them up in the file that
the page reads.
"""

import json
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page

from provisioner.accessibility.tested import FILE

KEPT = Path(__file__).resolve().parents[1] / ".artefacts" / "accessibility"
SITES = ("desk", "customers")


def note(page: Page, site: str, run: str, views: int) -> None:
    """Keep that this run looked at so many views and found nothing; `page` still holds axe."""
    KEPT.mkdir(parents=True, exist_ok=True)
    size = page.viewport_size or {"width": 0}
    found = {
        "views": views,
        "axe": page.evaluate("axe.version"),
        "width": size["width"],
        "day": str(datetime.now(UTC).date()),
    }
    (KEPT / f"{site}.{run}.json").write_text(json.dumps(found))


def main() -> None:
    """Write the file. Raises SystemExit where a site was not looked at."""
    runs = {site: [json.loads(file.read_text()) for file in sorted(KEPT.glob(f"{site}.*.json"))] for site in SITES}
    if missing := [site for site, found in runs.items() if not found]:
        raise SystemExit(f"no green run of the browser tests is kept for: {', '.join(missing)}")
    together = [one for found in runs.values() for one in found]
    lines = [
        "# Written by `python -m tests.accessible` after the browser tests were green; not to be edited.",
        f"day = {min(one['day'] for one in together)}",
        f'axe = "{max(one["axe"] for one in together)}"',
        *(f"{site} = {sum(one['views'] for one in found)}" for site, found in runs.items()),
        f"widths = {sorted({one['width'] for one in together})}",
    ]
    FILE.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
