"""Logins: how one is made, and that it is given out once (R4)."""

from provisioner.logins.register import free, next_free, reserve
from provisioner.logins.rules import Practice, with_ordinal

__all__ = ["Practice", "free", "next_free", "reserve", "with_ordinal"]
