"""Holding the data of one case back from being erased, and releasing them."""

from provisioner.web.pages.holds.page import blueprint

__all__ = ["blueprint"]
