"""Deciding a case of any purpose: one door, at once or after the time in which whoever decided can take it back."""

from provisioner.decisions.giving import Given, give, take_back

__all__ = ["Given", "give", "take_back"]
