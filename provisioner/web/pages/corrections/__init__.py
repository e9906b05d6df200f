"""Correcting an account's address: the form of a proposal, and the decision on it."""

from provisioner.web.pages.corrections import decide, propose  # noqa: F401
from provisioner.web.pages.corrections.blueprint import blueprint

__all__ = ["blueprint"]
