"""Every module can be imported first: rooms stand on each other without circles."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.sweep

ROOT = Path(__file__).resolve().parents[2]


def test_each_room_can_be_imported_by_itself() -> None:
    rooms = sorted(f"provisioner.{path.parent.name}" for path in (ROOT / "provisioner").glob("*/__init__.py"))
    for room in rooms:
        done = subprocess.run([sys.executable, "-c", f"import {room}"], cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, f"{room}: {done.stderr[-300:]}"
