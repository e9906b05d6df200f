"""The loop that carries out what was decided; it calls the handlers that the features register."""

from provisioner.worker.anchor_mail import AnchorMail
from provisioner.worker.failures import Failures
from provisioner.worker.hold import Hold
from provisioner.worker.loop import run
from provisioner.worker.measured import Measured
from provisioner.worker.morning import MorningMail
from provisioner.worker.nightly import nightly_handlers, schedule
from provisioner.worker.step import Step
from provisioner.worker.weekly import Operator, WeeklyMail

__all__ = [
    "AnchorMail", "Failures", "Hold", "Measured", "MorningMail", "Operator", "Step", "WeeklyMail", "nightly_handlers",
    "run", "schedule",
]  # fmt: skip
