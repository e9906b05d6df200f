"""Logins: how one is made, and that it is given out once (R4)."""

from provisioner.logins.register import free, keep, next_free, reserve, seal
from provisioner.logins.rules import Practice, with_ordinal

__all__ = ["Practice", "free", "keep", "next_free", "reserve", "seal", "with_ordinal"]
