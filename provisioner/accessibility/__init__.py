"""The accessibility declaration: the office's word in `branding.toml`, and what the tests have looked at."""

from provisioner.accessibility.statement import PATH, Statement, load
from provisioner.accessibility.tested import Tested, tested

__all__ = ["PATH", "Statement", "Tested", "load", "tested"]
