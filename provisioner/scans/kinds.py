"""The work on a scan."""

from provisioner.outbox import Kind
from provisioner.outside.parts import VIRUSES

SCAN = "scan"
CHECK_SCAN = Kind("check_scan", SCAN, lane="check_scan", needs=frozenset({VIRUSES}), awaited=False)
"""Have the virus scanner look at the file."""
