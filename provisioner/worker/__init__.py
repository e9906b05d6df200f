"""The loop that carries out what was approved: Keycloak first, then the mail."""

from provisioner.worker.loop import run
from provisioner.worker.message import StepSettings
from provisioner.worker.step import Step

__all__ = ["Step", "StepSettings", "run"]
