"""What this checkout holds, as git sees it."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def kept(folder: str) -> list[str]:
    """The files below a folder that git keeps, or would if they were added now."""
    return _listed(folder, "--cached", "--others", "--exclude-standard")


def generated(folder: str) -> list[str]:
    """The files below a folder that git ignores, without Python's own."""
    return [
        file for file in _listed(folder, "--others", "--ignored", "--exclude-standard") if "__pycache__" not in file
    ]


def _listed(folder: str, *options: str) -> list[str]:
    done = subprocess.run(
        ["git", "ls-files", "-z", *options, folder], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [file for file in done.stdout.split("\0")[:-1] if (ROOT / file).is_file()]
