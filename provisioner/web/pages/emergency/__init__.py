"""Approving an own entry in an emergency, and its review by somebody else."""

from provisioner.web.pages.emergency.page import blueprint

__all__ = ["blueprint"]
