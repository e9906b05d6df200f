"""Resignations: the form, the page of the case, the decisions on it."""

from provisioner.web.pages.resignations import archive, batch, decide, edit, letter, many, page, record  # noqa: F401
from provisioner.web.pages.resignations.blueprint import blueprint

__all__ = ["blueprint"]
