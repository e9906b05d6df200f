"""ClamAV's own daemon with a signature file of ours: it knows one virus and needs nothing from elsewhere."""

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from provisioner.local.ports import free_ports
from tests.prerequisites import find_clamd
from tests.scanned import EICAR

VIRUS = "Eicar-Test.UNOFFICIAL"
"""As the daemon calls what stands in a file that is not ClamAV's own."""
LARGEST = 1024 * 1024
START_SECONDS = 60
SETTINGS = """\
Foreground yes
TCPAddr 127.0.0.1
TCPSocket {port}
DatabaseDirectory {folder}/signatures
PidFile {folder}/clamd.pid
TemporaryDirectory {folder}
StreamMaxLength {largest}
"""


@contextmanager
def real_clamd(folder: Path) -> Iterator[int]:
    """It listens on a port of its own; gives that port."""
    program = find_clamd()
    assert program, "clamd is missing: run `python -m tests.prerequisites`"
    (folder / "signatures").mkdir()
    (folder / "signatures" / "ours.ndb").write_text(f"Eicar-Test:0:*:{EICAR.hex()}\n")
    (port,) = free_ports(1)
    (folder / "clamd.conf").write_text(SETTINGS.format(folder=folder, port=port, largest=LARGEST))
    with (folder / "clamd.log").open("wb") as log:
        process = subprocess.Popen([program, "--config-file", str(folder / "clamd.conf")], stdout=log, stderr=log)
        try:
            _wait_for(port, process, folder / "clamd.log")
            yield port
        finally:
            process.terminate()
            process.wait()


def _wait_for(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while True:
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < end, log.read_text()
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
