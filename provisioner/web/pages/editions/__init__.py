"""Editions of the paper form and their clauses: read by the office, written by administrators, printed by everybody."""

from provisioner.web.pages.editions import draft, in_force, page, printed  # noqa: F401
from provisioner.web.pages.editions.blueprint import blueprint

__all__ = ["blueprint"]
