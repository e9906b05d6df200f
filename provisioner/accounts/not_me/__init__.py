"""The link "it wasn't me" of every account mail: what it does once, and what staff do about it."""

from provisioner.accounts.not_me.links import Links, Offer, offer, sweep
from provisioner.accounts.not_me.report import report
from provisioner.accounts.not_me.settle import confirm, dismiss

__all__ = ["Links", "Offer", "confirm", "dismiss", "offer", "report", "sweep"]
