"""Blocking an account and lifting the block: grounds, the rows that keep them, what staff ask, what came of it."""

from provisioner.accounts.blocking.requests import GroundMissing, block, blockable, unblock

__all__ = ["GroundMissing", "block", "blockable", "unblock"]
