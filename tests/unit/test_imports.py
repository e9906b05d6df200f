"""Every room can be imported first: rooms stand on each other without circles."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.sweep

ROOT = Path(__file__).resolve().parents[2]
EACH_FIRST = """
import os, sys
import provisioner.cli.main
for name in [name for name in sys.modules if name.split(".")[0] == "provisioner"]:
    del sys.modules[name]  # The libraries stay: they are read once, not once a room.
for room in sys.argv[1:]:
    child = os.fork()
    if not child:
        __import__(room)
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        print(room)
"""


def test_each_room_can_be_imported_by_itself() -> None:
    rooms = sorted(f"provisioner.{path.parent.name}" for path in (ROOT / "provisioner").glob("*/__init__.py"))
    done = subprocess.run([sys.executable, "-c", EACH_FIRST, *rooms], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr[-300:]
