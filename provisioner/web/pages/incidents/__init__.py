"""Incidents: noting one from the case, the register, assessing and closing."""

from provisioner.web.pages.incidents import assess, register, report  # noqa: F401
from provisioner.web.pages.incidents.blueprint import blueprint

__all__ = ["blueprint"]
